import { defineConfig } from "vitest/config";

export default defineConfig({ test: { include: ["static/src/**/*.test.ts"], pool: "threads" } });
