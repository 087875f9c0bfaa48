/** The script of every dashboard page: each import adds one behaviour. */

import "./code";
import "./connection";
import "./copy";
import "./dialog";
import "./drop";
import "./palette";
import "./picks";
import "./passkeys";
import "./tabs";
import "./time";
import "./viewer";
import "./toasts";
import "../prepare";
