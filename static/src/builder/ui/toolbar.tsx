/** The toolbar: what can be done with the text at the caret. One stop for the Tab key, arrows inside. */
import { redo, undo } from "prosemirror-history";
import { useRef } from "preact/hooks";
import type { Command } from "prosemirror-state";
import { t } from "../../lib/i18n";
import * as commands from "../commands";
import { look } from "../look";
import type { Store } from "../state";
import { InsertMenu } from "./insert";
import { Tool } from "./parts";
import { BlockSelect, ColourTool, FontSelect, SizeSelect } from "./textstyle";

interface Button {
    icon: string;
    label: string;
    hint?: string;
    command: Command;
    isOn?: boolean;
}

export function Toolbar({ store }: { store: Store }) {
    const bar = useRef<HTMLDivElement>(null);
    if (!store.isEditable) return null;
    const now = look(store.now());
    return (
        <div
            ref={bar}
            class="ck-toolbar"
            role="toolbar"
            aria-label={t("Formatting")}
            onKeyDown={(event) => rove(event, bar.current)}
        >
            <Buttons store={store} buttons={historyButtons()} />
            <BlockSelect store={store} now={now} />
            <FontSelect store={store} now={now} />
            <SizeSelect store={store} now={now} />
            <Buttons store={store} buttons={markButtons(now.marks)} />
            <ColourTool store={store} now={now} />
            <Buttons store={store} buttons={lineButtons(now)} />
            <InsertMenu store={store} />
        </div>
    );
}

function Buttons({ store, buttons }: { store: Store; buttons: Button[] }) {
    return (
        <span class="ck-toolbar__part">
            {buttons.map(({ icon, label, hint, command, isOn }) => (
                <Tool
                    key={label}
                    icon={icon}
                    label={t(label)}
                    {...(hint ? { hint } : {})}
                    {...(isOn === undefined ? {} : { isOn })}
                    isOff={!store.can(command)}
                    press={() => store.run(command)}
                />
            ))}
        </span>
    );
}

function historyButtons(): Button[] {
    return [
        { icon: "undo-2", label: "Undo", hint: "Ctrl+Z", command: undo },
        { icon: "redo-2", label: "Redo", hint: "Ctrl+Shift+Z", command: redo },
    ];
}

function markButtons(marks: ReadonlySet<string>): Button[] {
    const mark = (name: string, label: string, hint?: string): Button => ({
        icon: name === "strike" ? "strikethrough" : name,
        label,
        ...(hint ? { hint } : {}),
        command: commands.toggle(name),
        isOn: marks.has(name),
    });
    return [
        mark("bold", "Bold", "Ctrl+B"),
        mark("italic", "Italic", "Ctrl+I"),
        mark("underline", "Underline", "Ctrl+U"),
        mark("strike", "Strike through"),
    ];
}

function lineButtons({ align, list }: { align: string | null; list: string | null }): Button[] {
    const aligned = (to: string | null, icon: string, label: string): Button => ({
        icon,
        label,
        command: commands.align(to),
        isOn: align === to,
    });
    return [
        aligned(null, "align-left", "Align to the start"),
        aligned("center", "align-center", "Centre"),
        aligned("right", "align-right", "Align right"),
        { icon: "list", label: "Bullets", command: commands.list("bulletList"), isOn: list === "bulletList" },
        { icon: "list-ordered", label: "Numbers", command: commands.list("orderedList"), isOn: list === "orderedList" },
        { icon: "outdent", label: "Less indent", command: commands.outdent },
        { icon: "indent", label: "More indent", command: commands.indent },
    ];
}

/** Arrow keys move along the bar; Escape goes back to the text. */
function rove(event: KeyboardEvent, bar: HTMLElement | null): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!bar || !step || event.target instanceof HTMLSelectElement) return;
    const stops = [...bar.querySelectorAll<HTMLElement>("button, select, input")];
    const index = stops.indexOf(document.activeElement as HTMLElement);
    stops[(index + step + stops.length) % stops.length]?.focus();
    event.preventDefault();
}
