const list = document.querySelector("#templates");

try {
    const answer = await (await fetch("/api/templates")).json();
    if (answer.error) throw new Error(answer.error.message);
    list.replaceChildren(...answer.templates.map(row));
} catch (error) {
    list.replaceChildren(item(error.message));
}

function row({ id, name }) {
    const made = item(name);
    made.append(link("Edit", `/builder?template=${id}`), link("View", `/builder?mode=view&template=${id}`));
    made.append(link("Fill in", `/form?template=${id}`));
    return made;
}

function item(text) {
    const made = document.createElement("li");
    const name = document.createElement("span");
    name.textContent = text;
    made.append(name);
    return made;
}

function link(text, href) {
    return Object.assign(document.createElement("a"), { textContent: text, href });
}
