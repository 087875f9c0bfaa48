/** Word files as markup. The reader is large, so that this comes in a file of its own when the first one is opened. */
import mammoth from "mammoth/mammoth.browser.min.js";

const STYLES = [
    "p[style-name='Title'] => h1:fresh",
    "p[style-name='Subtitle'] => h2:fresh",
    "p[style-name='Quote'] => blockquote > p:fresh",
    "p[style-name='Intense Quote'] => blockquote > p:fresh",
    "u => u",
    "strike => s",
];

/** The file's markup; its pictures are uploaded, and `src` is then the asset's id. */
export async function wordToHtml(file: File, upload: (file: File) => Promise<string>): Promise<string> {
    const convertImage = mammoth.images.imgElement(async (image) => {
        const bytes = await image.readAsArrayBuffer();
        return { src: await upload(new File([bytes], "picture", { type: image.contentType })) };
    });
    const input = { arrayBuffer: await file.arrayBuffer() };
    return (await mammoth.convertToHtml(input, { styleMap: STYLES, convertImage })).value;
}
