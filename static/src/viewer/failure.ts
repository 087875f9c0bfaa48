/** What went wrong with showing a PDF, in words and with the remedy. Pure. */

export interface Failure {
    title: string;
    remedy: string;
    retry: "again" | "reload";
}

/** From an exception of the PDF library; `status` is that of its HTTP answer, where there was one. */
export function failure(error: { name?: string; status?: number }): Failure {
    const { name, status } = error;
    if (status === 403 || status === 404 || status === 410 || name === "MissingPDFException") {
        return {
            title: "The link to this PDF has ended.",
            remedy: "Links expire for safety. Reload the page to get a new one.",
            retry: "reload",
        };
    }
    if (name === "InvalidPDFException") {
        return {
            title: "This file is not a readable PDF.",
            remedy: "Render the document again. If it happens again, tell whoever runs this install.",
            retry: "again",
        };
    }
    if (name === "PasswordException") {
        return {
            title: "This PDF is protected by a password.",
            remedy: "Download it and open it in a PDF reader.",
            retry: "again",
        };
    }
    return {
        title: "The PDF could not be loaded.",
        remedy: "Check your connection, then try again.",
        retry: "again",
    };
}
