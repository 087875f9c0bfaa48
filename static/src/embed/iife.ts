/** The SDK for a plain script tag: `window.Craftkit`. */
import { Craftkit } from "./index";

Object.assign(window, { Craftkit });
