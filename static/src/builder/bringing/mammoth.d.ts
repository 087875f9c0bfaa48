/** The browser build of mammoth has no types of its own. */
declare module "mammoth/mammoth.browser.min.js" {
    const mammoth: {
        convertToHtml(input: { arrayBuffer: ArrayBuffer }, options: object): Promise<{ value: string }>;
        images: {
            imgElement(
                convert: (image: { contentType: string; readAsArrayBuffer(): Promise<ArrayBuffer> }) => Promise<object>,
            ): object;
        };
    };
    export default mammoth;
}
