/** The iframe element and the notice that stands in its place when it cannot be shown. */

const SANDBOX =
    "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-downloads allow-modals";

/** An iframe for that address. Styles go through the CSSOM, which a host's strict style-src allows. */
export function makeFrame(src: string, title: string, credentialless: boolean): HTMLIFrameElement {
    const frame = document.createElement("iframe");
    frame.title = title;
    // On the install's own pages a sandbox with scripts would hold nothing back, and browsers warn of it.
    if (new URL(src).origin !== location.origin) frame.setAttribute("sandbox", SANDBOX);
    frame.allow = "clipboard-read; clipboard-write; fullscreen; camera";
    frame.referrerPolicy = "origin"; // no-referrer would hide the host's origin from the frame
    if (credentialless) frame.setAttribute("credentialless", "");
    Object.assign(frame.style, { width: "100%", height: "100%", border: "0", display: "block", colorScheme: "normal" });
    frame.src = src;
    return frame;
}

/** A visible message in place of an empty frame, with a button where trying again can help. */
export function makeNotice(message: string, retry: (() => void) | null): HTMLElement {
    const notice = document.createElement("div");
    notice.setAttribute("role", "alert");
    Object.assign(notice.style, {
        font: "14px/1.5 system-ui, sans-serif",
        padding: "24px",
        color: "#7f1d1d",
        background: "#fef2f2",
        border: "1px solid #fecaca",
        borderRadius: "8px",
    });
    notice.append(message);
    if (retry) notice.append(makeButton(retry));
    return notice;
}

function makeButton(retry: () => void): HTMLElement {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Try again";
    Object.assign(button.style, { display: "block", marginTop: "12px", padding: "6px 14px", font: "inherit" });
    button.addEventListener("click", retry);
    return button;
}

/** The element that a selector or an element names. */
export function findContainer(container: string | HTMLElement): HTMLElement {
    const found = typeof container === "string" ? document.querySelector<HTMLElement>(container) : container;
    if (found) return found;
    throw new TypeError(`Craftkit: there is no element ${String(container)} to mount into.`);
}
