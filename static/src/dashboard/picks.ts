/** <ck-picks>: rows picked by their boxes, kept while the list renews itself; all at once, ranges with Shift, Escape. */

const picked = new Set<string>();

class Picks extends HTMLElement {
    private last: HTMLInputElement | null = null;

    connectedCallback(): void {
        const boxes = this.boxes();
        const shown = new Set(boxes.map((box) => box.value));
        for (const id of [...picked]) if (!shown.has(id)) picked.delete(id);
        for (const box of boxes) {
            if (box.checked) picked.add(box.value);
            box.checked = picked.has(box.value);
        }
        this.master?.removeAttribute("hidden");
        this.addEventListener("click", this.clicked);
        this.addEventListener("change", this.changed);
        this.addEventListener("keydown", this.pressed);
        this.addEventListener("reset", this.cleared);
        this.tell();
    }

    private get master(): HTMLInputElement | null {
        return this.querySelector("#pick-all");
    }

    private boxes(): HTMLInputElement[] {
        return [...this.querySelectorAll<HTMLInputElement>("input[name=id]")];
    }

    private readonly clicked = (event: MouseEvent): void => {
        const box = event.target;
        if (!(box instanceof HTMLInputElement) || box.name !== "id") return;
        if (event.shiftKey && this.last?.isConnected) this.fill(this.last, box);
        this.last = box;
    };

    private readonly changed = (event: Event): void => {
        const box = event.target as HTMLInputElement;
        if (box === this.master) for (const one of this.boxes()) one.checked = box.checked;
        this.tell();
    };

    private readonly pressed = (event: KeyboardEvent): void => {
        if (event.key !== "Escape" || !picked.size) return;
        this.clear();
        this.master?.focus();
    };

    /** The form is empty of boxes, which stand in the table: its reset clears them. */
    private readonly cleared = (event: Event): void => {
        event.preventDefault();
        this.clear();
        this.master?.focus();
    };

    private clear(): void {
        for (const box of this.boxes()) box.checked = false;
        this.tell();
    }

    private fill(from: HTMLInputElement, to: HTMLInputElement): void {
        const boxes = this.boxes();
        const [begin = 0, end = 0] = [boxes.indexOf(from), boxes.indexOf(to)].sort((a, b) => a - b);
        for (const box of boxes.slice(begin, end + 1)) box.checked = to.checked;
    }

    /** Remember what is picked, and say how much it is. */
    private tell(): void {
        const boxes = this.boxes();
        picked.clear();
        for (const box of boxes) if (box.checked) picked.add(box.value);
        if (this.master) {
            this.master.checked = picked.size > 0 && picked.size === boxes.length;
            this.master.indeterminate = picked.size > 0 && picked.size < boxes.length;
        }
        const said = this.querySelector<HTMLElement>(".picks-count");
        const words = picked.size === 1 ? said?.dataset.one : said?.dataset.many;
        const text = (words ?? "").replace("{n}", String(picked.size));
        if (said && picked.size && said.textContent !== text) said.textContent = text;
    }
}

customElements.define("ck-picks", Picks);
