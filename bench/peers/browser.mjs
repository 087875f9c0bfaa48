// How both Node peers start the browser: the program that is measured everywhere, its files in a folder it may write.
export const LAUNCH = {
    executablePath: process.env.PEER_BROWSER,
    headless: "shell",
    env: { ...process.env, TMPDIR: process.env.HOME },
};
