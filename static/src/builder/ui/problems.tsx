/** What is wrong with what is selected, with a click that mends it; and the way from one such place to the next. */
import { plural } from "../../lib/i18n";
import { fixesFor, goTo, inPlainWords } from "../problems";
import { problemsNow } from "../plugins/lint";
import type { Store } from "../state";
import { Icon } from "./parts";

/** Leads to the next place that needs mending. */
export function ProblemCount({ store }: { store: Store }) {
    const state = store.now();
    const problems = problemsNow(state);
    if (!problems.length || !store.isEditable) return null;
    const next = () => {
        const at = store.view.state.selection.from;
        const problem = problems.find(({ position }) => position > at) ?? problems[0];
        if (!problem) return;
        store.run(goTo(problem));
        store.openSide("inspector");
    };
    return (
        <button type="button" class="ck-problems" onClick={next}>
            <Icon name="triangle-alert" /> {plural(problems.length, "{count} thing to mend", "{count} things to mend")}
        </button>
    );
}

/** The problem of the node at a position, if it has one. */
export function Advice({ store, position }: { store: Store; position: number }) {
    const problem = problemsNow(store.now()).find((found) => found.position === position);
    const node = problem && store.view.state.doc.nodeAt(position);
    if (!problem || !node) return null;
    const directory = store.directory.value;
    return (
        <div class="ck-advice" role="note">
            <p>{inPlainWords(problem, directory)}</p>
            {fixesFor(problem, node, directory).map(({ label, command }) => (
                <button key={label} type="button" class="button" onClick={() => store.run(command)}>
                    {label}
                </button>
            ))}
        </div>
    );
}
