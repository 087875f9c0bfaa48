/** The script of every dashboard page: each import adds one behaviour. */

import "../lib/words";
import "./code";
import "./colour";
import "./connection";
import "./copy";
import "./dialog";
import "./drop";
import "./palette";
import "./picks";
import "./passkeys";
import "./renewal";
import "./shortcuts";
import "./tabs";
import "./time";
import "./toasts";
import "./viewer";
import "../prepare";
