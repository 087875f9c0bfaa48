/** <ck-tabs name="…"> around sections with a heading: shows one at a time and remembers which, by name. */

import { element } from "../lib/dom";

class Tabs extends HTMLElement {
    private tabs: HTMLButtonElement[] = [];
    private panels: HTMLElement[] = [];

    connectedCallback(): void {
        if (this.tabs.length) return;
        this.panels = [...this.querySelectorAll<HTMLElement>(":scope > section")];
        this.tabs = this.panels.map((panel, index) => this.tabOf(panel, index));
        const list = element("div", { role: "tablist", class: "tablist", "aria-label": this.title });
        this.removeAttribute("title");
        list.append(...this.tabs);
        list.addEventListener("keydown", (event) => this.move(event));
        this.prepend(list);
        const remembered = this.tabs.findIndex((tab) => tab.textContent === localStorage.getItem(this.memory));
        this.show(Math.max(remembered, 0));
    }

    private get memory(): string {
        return `tabs:${this.getAttribute("name") ?? ""}`;
    }

    private tabOf(panel: HTMLElement, index: number): HTMLButtonElement {
        const heading = panel.querySelector<HTMLElement>(":scope > h3");
        panel.id ||= `${this.id || "tabs"}-${index}`;
        panel.setAttribute("role", "tabpanel");
        heading?.setAttribute("hidden", "");
        const tab = element("button", { type: "button", role: "tab", class: "tab", id: `${panel.id}-tab` });
        tab.setAttribute("aria-controls", panel.id);
        panel.setAttribute("aria-labelledby", tab.id);
        tab.textContent = heading?.textContent ?? String(index + 1);
        tab.addEventListener("click", () => {
            this.show(index);
            localStorage.setItem(this.memory, tab.textContent);
        });
        return tab;
    }

    private show(index: number): void {
        this.tabs.forEach((tab, at) => {
            tab.setAttribute("aria-selected", String(at === index));
            tab.tabIndex = at === index ? 0 : -1;
        });
        this.panels.forEach((panel, at) => panel.toggleAttribute("hidden", at !== index));
    }

    private move(event: KeyboardEvent): void {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (!step) return;
        const at = this.tabs.findIndex((tab) => tab === document.activeElement);
        const next = this.tabs[(at + step + this.tabs.length) % this.tabs.length];
        next?.focus();
        next?.click();
        event.preventDefault();
    }
}

customElements.define("ck-tabs", Tabs);
