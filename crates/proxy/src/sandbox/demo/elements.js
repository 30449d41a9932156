/** Elements with text of any direction. */

export function listItem(children) {
  const item = document.createElement("li");
  item.append(...children);
  return item;
}

export function textElement(name, className, content) {
  const created = document.createElement(name);
  created.className = className;
  created.dir = "auto";
  created.textContent = content;
  return created;
}
