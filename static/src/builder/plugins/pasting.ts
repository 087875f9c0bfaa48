/** What is pasted or dropped: markup is cleaned, braces become chips, and files of pictures are uploaded. */
import { Plugin } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { insertBlock, type } from "../commands";
import { chipify } from "../paste/chipify";
import { cleanPasted } from "../paste/clean";

/** What a picture needs, and whom to tell when it cannot be had. */
export interface PictureDesk {
    upload(file: File): Promise<string>;
    say(word: string): void;
}

export function pasting(desk: PictureDesk): Plugin {
    return new Plugin({
        props: {
            transformPastedHTML: cleanPasted,
            transformPasted: chipify,
            handlePaste: (view, event) => takePictures(view, event.clipboardData, desk),
            handleDrop: (view, event) => takePictures(view, event.dataTransfer, desk),
        },
    });
}

/** Whether it was pictures. Beside text they are only a drawing of it, which some programs add. */
function takePictures(view: EditorView, data: DataTransfer | null, desk: PictureDesk): boolean {
    const files = [...(data?.files ?? [])].filter((file) => file.type.startsWith("image/"));
    if (!files.length || data?.types.includes("text/html") || !view.editable) return false;
    void Promise.all(files.map((file) => desk.upload(file))).then(
        (ids) => {
            for (const asset of ids)
                insertBlock(type("image").create({ asset }))(view.state, view.dispatch.bind(view), view);
        },
        (error: Error) => desk.say(error.message),
    );
    return true;
}
