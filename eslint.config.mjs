import tseslint from "typescript-eslint";

export default tseslint.config(
    {
        ignores: [
            "static/dist/**",
            "static/.dist/**",
            "static/assets/**",
            "var/**",
            ".venv/**",
            "bench/**",
            "static/root/**",
        ],
    },
    ...tseslint.configs.strict,
    {
        rules: {
            "max-lines": ["error", 250],
            "max-lines-per-function": ["error", 40],
            eqeqeq: "error",
            "no-restricted-properties": [
                "error",
                { property: "innerHTML", message: "Build nodes; markup from strings is how scripts get in." },
            ],
        },
    },
    { files: ["**/*.test.ts"], rules: { "max-lines-per-function": "off" } },
);
