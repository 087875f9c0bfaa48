/** The toolbar: what can be done with the text at the caret. One stop for the Tab key, arrows inside. */
import { redo, undo } from "prosemirror-history";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Command } from "prosemirror-state";
import { t } from "../../lib/i18n";
import * as commands from "../commands";
import { clearFormatting } from "../edit";
import { look, type Look } from "../look";
import type { Store } from "../state";
import { InsertMenu } from "./insert";
import { Tool } from "./parts";
import { rove, settleStops } from "./rove";
import { BlockSelect, ColourTool, FontSelect, HighlightTool, SizeSelect } from "./textstyle";

interface Button {
    icon: string;
    label: string;
    hint?: string;
    command: Command;
    isOn?: boolean;
}

export function Toolbar({ store }: { store: Store }) {
    const bar = useRef<HTMLDivElement>(null);
    useLayoutEffect(() => settleStops(bar.current));
    if (!store.isEditable) return null;
    const now = look(store.now());
    return (
        <div class="ck-toolbar" role="toolbar" aria-label={t("Formatting")}>
            <div ref={bar} class="ck-toolbar__tools" onKeyDown={(event) => rove(event, bar.current, () => store.view.focus())}>
                <Buttons store={store} buttons={historyButtons()} />
                <BlockSelect store={store} now={now} />
                <FontSelect store={store} now={now} />
                <SizeSelect store={store} now={now} />
                <Buttons store={store} buttons={markButtons(now.marks)} />
                <span class="ck-toolbar__part">
                    <ColourTool store={store} now={now} />
                    <HighlightTool store={store} now={now} />
                    <LinkTool store={store} now={now} />
                </span>
                <Buttons store={store} buttons={lineButtons(now)} />
                <Buttons store={store} buttons={rareButtons(now.marks)} />
            </div>
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

function LinkTool({ store, now }: { store: Store; now: Look }) {
    return (
        <Tool icon="link" label={t("Link")} hint="Ctrl+K" isOn={now.link !== null} press={() => (store.isLinking.value = true)} />
    );
}

function historyButtons(): Button[] {
    return [
        { icon: "undo-2", label: "Undo", hint: "Ctrl+Z", command: undo },
        { icon: "redo-2", label: "Redo", hint: "Ctrl+Shift+Z", command: redo },
    ];
}

function mark(marks: ReadonlySet<string>, name: string, icon: string, label: string, hint: string): Button {
    return { icon, label, hint, command: commands.toggle(name), isOn: marks.has(name) };
}

function markButtons(marks: ReadonlySet<string>): Button[] {
    return [
        mark(marks, "bold", "bold", "Bold", "Ctrl+B"),
        mark(marks, "italic", "italic", "Italic", "Ctrl+I"),
        mark(marks, "underline", "underline", "Underline", "Ctrl+U"),
        mark(marks, "strike", "strikethrough", "Strike through", "Ctrl+Shift+X"),
    ];
}

function rareButtons(marks: ReadonlySet<string>): Button[] {
    return [
        mark(marks, "sub", "subscript", "Lowered", "Ctrl+,"),
        mark(marks, "sup", "superscript", "Raised", "Ctrl+."),
        { icon: "remove-formatting", label: "Plain text again", hint: "Ctrl+\\", command: clearFormatting },
    ];
}

function lineButtons({ align, list }: Look): Button[] {
    const aligned = (to: string | null, icon: string, label: string): Button => ({
        icon,
        label,
        command: (state, dispatch, view) => to === align || commands.align(to)(state, dispatch, view),
        isOn: align === to,
    });
    return [
        aligned(null, "align-left", "Align to the start"),
        aligned("center", "align-center", "Centre"),
        aligned("right", "align-right", "Align right"),
        aligned("justify", "align-justify", "Justify"),
        { icon: "list", label: "Bullets", command: commands.list("bulletList"), isOn: list === "bulletList" },
        { icon: "list-ordered", label: "Numbers", command: commands.list("orderedList"), isOn: list === "orderedList" },
        { icon: "outdent", label: "Less indent", command: commands.outdent },
        { icon: "indent", label: "More indent", command: commands.indent },
    ];
}
