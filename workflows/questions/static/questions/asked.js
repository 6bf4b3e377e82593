// Hides a question until it is asked, and a party's text until the party is chosen. Without this script they
// stand open and say when they are to be answered. What is hidden is not sent; what was written stays there.
"use strict";

const answered = (form, name) =>
  [...form.elements]
    .filter((one) => one.name === name && !one.disabled && (one.checked || one.tagName === "SELECT"))
    .map((one) => one.value);

const show = (part, shown) => {
  part.hidden = !shown;
  for (const one of part.querySelectorAll("input, select, textarea")) one.disabled = !shown;
};

const update = (form) => {
  // In the order of the page: a question hangs only on earlier ones.
  for (const part of form.querySelectorAll("[data-asked-if]")) {
    const conditions = JSON.parse(part.dataset.askedIf);
    show(part, conditions.every(({ question, any_of }) =>
      answered(form, question).some((value) => any_of.includes(value))));
  }
  for (const texts of form.querySelectorAll("[data-texts-of]")) {
    if (texts.closest("[hidden]")) continue;
    const chosen = answered(form, texts.dataset.textsOf);
    for (const part of texts.querySelectorAll("[data-party]")) {
      const kept = part.querySelector("textarea").value.trim() !== "";
      show(part, kept || chosen.includes(part.dataset.party));
    }
  }
};

for (const form of document.querySelectorAll("form")) {
  if (!form.querySelector("[data-asked-if], [data-texts-of]")) continue;
  document.documentElement.classList.add("asks");
  form.addEventListener("change", () => update(form));
  update(form);
}
