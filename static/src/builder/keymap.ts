/** The keys of the editor. */
import {
    baseKeymap,
    chainCommands,
    createParagraphNear,
    exitCode,
    liftEmptyBlock,
    newlineInCode,
    splitBlockKeepMarks,
} from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import { undoInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import { liftListItem, sinkListItem, splitListItem } from "prosemirror-schema-list";
import { TextSelection, type Command, type Plugin } from "prosemirror-state";
import { goToNextCell } from "prosemirror-tables";
import { align, block, indent, list, outdent, toggle, type } from "./commands";

/** A line break inside the paragraph. */
const lineBreak: Command = chainCommands(exitCode, (state, dispatch) => {
    dispatch?.(state.tr.replaceSelectionWith(type("hardBreak").create()).scrollIntoView());
    return true;
});

/** Backspace at the start of an indented paragraph takes the indent away first. */
const backspace: Command = (state, dispatch, view) => {
    const { $from, empty } = state.selection;
    if (undoInputRule(state, dispatch)) return true;
    if (!empty || !(state.selection instanceof TextSelection) || $from.parentOffset > 0) return false;
    return Number($from.parent.attrs.indent) > 0 ? outdent(state, dispatch, view) : false;
};

/** Every key binding, the special ones before the ordinary. */
export function keys(extra: Record<string, Command>): Plugin[] {
    const item = type("listItem");
    return [
        keymap(extra),
        keymap({
            Enter: splitListItem(item),
            Tab: chainCommands(goToNextCell(1), sinkListItem(item), indent),
            "Shift-Tab": chainCommands(goToNextCell(-1), liftListItem(item), outdent),
            "Shift-Enter": lineBreak,
            Backspace: backspace,
            "Mod-z": undo,
            "Shift-Mod-z": redo,
            "Mod-y": redo,
            "Mod-b": toggle("bold"),
            "Mod-i": toggle("italic"),
            "Mod-u": toggle("underline"),
            "Mod-Shift-x": toggle("strike"),
            "Mod-,": toggle("sub"),
            "Mod-.": toggle("sup"),
            "Mod-Alt-0": block("paragraph"),
            "Mod-Alt-1": block("heading", { level: 1 }),
            "Mod-Alt-2": block("heading", { level: 2 }),
            "Mod-Alt-3": block("heading", { level: 3 }),
            "Mod-Alt-4": block("heading", { level: 4 }),
            "Mod-Shift-8": list("bulletList"),
            "Mod-Shift-7": list("orderedList"),
            "Mod-Shift-l": align(null),
            "Mod-Shift-e": align("center"),
            "Mod-Shift-r": align("right"),
            "Mod-Shift-j": align("justify"),
        }),
        keymap({ Enter: chainCommands(newlineInCode, createParagraphNear, liftEmptyBlock, splitBlockKeepMarks) }),
        keymap(baseKeymap),
    ];
}
