import { config, Craftkit, mint, refresh, showToast } from "./session.js";

try {
    const ck = Craftkit.init({ publishableKey: config.publishableKey });
    const form = ck.mountForm({ container: "#form", sessionToken: await mint("fill"), autoResize: true, refresh });
    form.on("form.submitted", () => showToast("Sent"));
    form.on("document.ready", () => showToast("The document is ready"));
    form.on("error", ({ code, message }) => showToast(`${code}: ${message}`));
    window.form = form; // for tries in the console
} catch (error) {
    showToast(error.message);
}
