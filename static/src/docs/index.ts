/** The script of the guides: coloured samples with a copy button, search, and where on the page the reader is. */

import "../lib/words";
import "../dashboard/code";
import "../dashboard/copy";
import "./finder";
import "./place";
