// Keys of the page on which a sheet is keyed: Enter goes to the next answer, and what is keyed is kept as one goes.
const form = document.querySelector("[data-keying]");
const status = form.querySelector("[data-status]");
const PAUSE = 800;
let waiting = 0;
let keeping = Promise.resolve(); // one after the other: what is older must not arrive last

function inputs() {
  return [...form.querySelectorAll(".keying-line input:not([type=checkbox]), .keying-line textarea")];
}

async function keep() {
  const body = new FormData(form);
  body.set("do", "keep");
  try {
    const answer = await fetch(location.href, { method: "POST", body, redirect: "manual" });
    status.textContent = answer.status === 204 ? form.dataset.kept : form.dataset.lost;
  } catch {
    status.textContent = form.dataset.lost;
  }
}

form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.target.tagName === "BUTTON" || event.target.tagName === "TEXTAREA") return;
  event.preventDefault();
  const all = inputs();
  const next = all[all.indexOf(event.target) + 1] ?? form.querySelector("[data-finish]");
  next.focus();
  next.select?.();
});

form.addEventListener("input", () => {
  clearTimeout(waiting);
  status.textContent = "";
  waiting = setTimeout(() => {
    keeping = keeping.then(keep);
  }, PAUSE);
});

form.addEventListener("submit", () => clearTimeout(waiting));
