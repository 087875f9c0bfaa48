/** <ck-code language="json"><pre><code>…: colours the code. */

import { tokens } from "../lib/highlight";

const LONGEST = 60_000;

class Code extends HTMLElement {
    connectedCallback(): void {
        const code = this.querySelector("code");
        const text = code?.textContent ?? "";
        if (!code || text.length > LONGEST) return;
        code.replaceChildren(
            ...tokens(text, this.getAttribute("language") ?? "").map(({ kind, text }) => {
                if (kind === "plain") return document.createTextNode(text);
                const part = document.createElement(kind === "placeholder" ? "mark" : "span");
                part.className = `code-${kind}`;
                part.textContent = text;
                return part;
            }),
        );
    }
}

customElements.define("ck-code", Code);
