// The page: asks the worker about what is typed and shows what it answers. The state is the form itself, and the
// address behind the `#` repeats it, so that a link brings all of it back.
const byId = (id) => document.getElementById(id);
const box = byId("prompt"), target = byId("target"), summary = byId("summary"), list = byId("findings");
const models = [...document.querySelectorAll("input[name=model]")];

const EXAMPLES = {
  "typing slips": "a lighthouse in a storm, oil on canvas —ar 3:2 --style raw --chaos10 -s 250 v 7.",
  "another model": "portrait of a knight --cref https://images.example.net/knight.png --cw 80 --q 4 --v 7",
  "default changed": "an owl made of brass gears::2 moonlight --oref https://cdn.midjourney.com/3f1c/0_0.png --ow 200",
  "expired link": "https://cdn.discordapp.com/attachments/1/2/fox.png?ex=65f0b5c0&is=65de40c0&hm=0a1b a red fox --iw 2 --ar 1.85:1 --v 8.2",
};
const PLURAL = { error: ["error", "errors"], warning: ["warning", "warnings"], info: ["note", "notes"] };

// ── asking ──

const worker = new Worker("worker.js", { type: "module" });
let asked = null, waiting = false, last = null, count = 0, loaded = Infinity;

function ask() {
  remember();
  grow();
  keep();
  if (asked) { waiting = true; return; }
  asked = { id: ++count, prompt: box.value, models: chosen(), target: target.value, at: performance.now() };
  worker.postMessage({ id: asked.id, prompt: asked.prompt.toWellFormed(), models: asked.models, target: asked.target });
}

worker.onmessage = ({ data }) => {
  if (data.ready) { loaded = performance.now(); byId("version").textContent = `promptlint ${data.ready.version}`; return; }
  if (data.broken) { broken(`The linter could not be loaded (${data.broken}). Reload the page to try again.`); return; }
  const question = asked;
  asked = null;
  if (waiting) { waiting = false; ask(); return; }
  if (data.failure) { broken(`This prompt could not be linted (${data.failure}).`); return; }
  show(data.answer, question);
};
worker.onerror = (event) => broken(`The linter could not be started (${event.message ?? "its file is missing"}). Reload the page to try again.`);

// Until the answer is there, what was typed has no color and all else keeps its own.
function keep() {
  const before = document.body.dataset.judged ?? "", now = box.value;
  if (now === before) return;
  const shorter = Math.min(before.length, now.length);
  let head = 0, tail = 0;
  while (head < shorter && before[head] === now[head]) head++;
  while (tail < shorter - head && before.at(-1 - tail) === now.at(-1 - tail)) tail++;
  const moved = (last?.parts ?? []).flatMap((part) => [
    { ...part, end: Math.min(part.end, head) },
    { ...part, start: Math.max(part.start, before.length - tail) + now.length - before.length, end: part.end + now.length - before.length },
  ]).filter((part) => part.start < part.end);
  mark(now, [], moved.sort((one, other) => one.start - other.start));
}

function chosen() {
  return models.filter((each) => each.checked).map((each) => each.value);
}

// ── showing ──

function show(answer, question) {
  last = answer;
  mark(question.prompt, answer.findings, answer.parts);
  readAs(question.prompt, answer.parts);
  byId("tree").textContent = answer.tree;
  byId("grammar").hidden = !answer.tree;
  compare(answer);
  list.replaceChildren(...answer.findings.map((each) => finding(each, question.prompt)));
  summary.replaceChildren(...summed(answer, question));
  summary.className = question.prompt.trim() && !answer.counts.error && !answer.counts.warning ? "good" : "";
  box.setAttribute("aria-invalid", answer.counts.error > 0);
  for (const id of ["corrected", "use", "copy"]) byId(id).hidden = answer.fixed === question.prompt;
  byId("none").hidden = answer.findings.length > 0 || question.prompt.trim() !== "";
  byId("fixed").replaceChildren(...answer.pieces.flatMap(([text, isNew]) => (isNew ? element("ins", {}, ...unbroken(text)) : unbroken(text))));
  document.body.dataset.took = performance.now() - question.at;
  document.body.dataset.judged = question.prompt;
  // What was typed while Python loaded says nothing about the time an edit takes.
  if (question.at > loaded) byId("took").textContent = ` · linted in ${Math.ceil(document.body.dataset.took)} ms`;
  point();
  announce();
}

function summed({ counts, models: judged, named }, { prompt, models: chosen }) {
  if (!prompt.trim()) return ["Type a prompt, or try an example."];
  const parts = Object.entries(counts).filter(([, n]) => n).map(([kind, n]) => `${n} ${PLURAL[kind][n === 1 ? 0 : 1]}`);
  const basis = named ? "named by the prompt" : chosen.length > 1 ? "each separately" : chosen.length ? "the account's default" : "today's default";
  return [parts.join(", ") || "No findings", element("span", {}, ` on ${judged.join(", ")}, ${basis}`)];
}

function finding(each, prompt) {
  const where = prompt.slice(each.start, each.end);
  const item = element("li", { className: each.severity });
  item.append(
    element("div", { className: "head" },
      element("b", {}, PLURAL[each.severity][0]),
      element("a", { href: each.url, rel: "noreferrer" }, `${each.code} ${each.name}`),
      each.models.length ? element("span", { className: "under" }, `on ${each.models.join(", ")}`) : ""),
    element("button", { type: "button", className: "where", ariaLabel: `Go to ${where || "the end"} in the prompt`, onclick: () => select(each) },
      where.length > 120 ? `${where.slice(0, 119)}…` : where || "at the end"),
    element("p", {}, ...worded(sentence(each.message))));
  if (each.help) item.append(element("p", { className: "help" }, ...worded(each.help)));
  if (each.fix) item.append(element("p", { className: "actions" },
    element("button", { type: "button", className: "quiet", ariaLabel: `Apply: ${each.help || each.name}`, onclick: () => apply(each.fix.edits) }, "Apply"),
    each.fix.safe ? "" : element("span", { className: "note" }, "a guess, or it changes the image")));
  return item;
}

function sentence(message) {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}

// Text between back-ticks is code.
function worded(text) {
  return text.split(/`([^`]+)`/).map((piece, index) => (index % 2 ? element("code", {}, piece) : piece));
}

// A line does not end between the dashes of a parameter.
function unbroken(text) {
  return text.split(/(--[\w-]+)/).map((piece, index) => (index % 2 ? element("span", { className: "flag-name" }, piece) : piece));
}

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

// The text is cut wherever a finding or a part begins or ends: a piece has its part's color, and the underline of the
// gravest finding on it.
function mark(prompt, findings, parts) {
  const cuts = [...new Set([0, prompt.length, ...[...findings, ...parts].flatMap((each) => [each.start, each.end])])].sort((a, b) => a - b);
  const pieces = [];
  let part = 0;
  cuts.forEach((start, index) => {
    const point = gravest(findings.filter((each) => each.start === start && each.end === start));
    if (point) pieces.push(element("mark", { className: `point ${point}` }));
    const end = cuts[index + 1] ?? start;
    if (start === end) return;
    while (part < parts.length && parts[part].end <= start) part++;
    const own = parts[part]?.start <= start ? part : -1;
    const kind = gravest(findings.filter((each) => each.start <= start && each.end >= end && each.start < each.end));
    const piece = element(kind ? "mark" : "span", { className: kind ?? "" }, prompt.slice(start, end));
    if (own >= 0) { piece.classList.add(parts[own].kind); piece.dataset.part = own; }
    pieces.push(piece);
  });
  byId("marks").replaceChildren(...pieces, "\n");
}

// ── how it is read ──

// A parameter's name and values are two parts of the text and one entry of the list.
function readAs(prompt, parts) {
  const entries = [];
  parts.forEach((part, index) => {
    const text = prompt.slice(part.start, part.end).trim();
    if (!text) return;
    const before = entries.at(-1);
    if (part.kind === "value" && before?.name === part.name) { before.spans.push([part.kind, text]); before.parts.push(index); }
    else entries.push({ name: part.name, spans: [[part.kind, text]], parts: [index] });
  });
  byId("parts").replaceChildren(...entries.map(({ name, spans, parts: own }) => {
    const item = element("li", { onpointerenter: () => lift(own), onpointerleave: () => lift([]) }, element("b", {}, name));
    item.dataset.parts = own.join(" ");
    item.append(element("span", {}, ...spans.flatMap(([kind, text], index) => [index ? " " : "", element("span", { className: kind }, shortened(text))])));
    return item;
  }));
  byId("read").hidden = !entries.length;
  byId("part").hidden = true;
}

function shortened(text) {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function lift(parts) {
  for (const piece of byId("marks").children) piece.classList.toggle("pointed", parts.includes(Number(piece.dataset.part ?? -1)));
  for (const item of byId("parts").children) item.classList.toggle("pointed", item.dataset.parts.split(" ").some((each) => parts.includes(Number(each))));
}

// The text box lies over the letters, so what is under the pointer is found by place.
function name({ clientX: x, clientY: y }) {
  const over = [...byId("marks").children].find((piece) => piece.dataset.part
    && [...piece.getClientRects()].some((box) => box.left <= x && x <= box.right && box.top <= y && y <= box.bottom));
  const label = byId("part");
  label.hidden = !over || !last;
  lift(over ? [Number(over.dataset.part)] : []);
  if (!over || !last) return;
  label.textContent = last.parts[over.dataset.part].name;
  const { left, bottom } = [...over.getClientRects()].find((box) => box.top <= y && y <= box.bottom);
  label.style.left = `${Math.max(8, Math.min(left, document.documentElement.clientWidth - label.offsetWidth - 8)) + scrollX}px`;
  label.style.top = `${bottom + scrollY + 4}px`;
}

// ── which model has what ──

function compare({ parameters, models: judged }) {
  for (const row of document.querySelectorAll("[data-parameter]")) row.classList.toggle("used", parameters.includes(row.dataset.parameter));
  const heads = [...document.querySelectorAll("thead .model")];
  heads.forEach((head, index) => {
    const active = judged.includes(head.dataset.model);
    if (head.classList.contains("active") === active) return;
    for (const cell of document.querySelectorAll(`thead th:nth-child(${index + 2}), tbody td:nth-child(${index + 2})`)) cell.classList.toggle("active", active);
    if (active && head.classList.contains("old")) older(true);
  });
}

function older(shown) {
  byId("older").checked = shown;
  document.querySelector("table").classList.toggle("older", shown);
}

function gravest(findings) {
  return Object.keys(PLURAL).find((kind) => findings.some((each) => each.severity === kind));
}

function broken(message) {
  summary.textContent = message;
  summary.className = "broken";
  byId("announce").textContent = message;
}

// Announced once typing pauses, so that a screen reader is not interrupted at every letter.
let resting = 0;
function announce() {
  clearTimeout(resting);
  resting = setTimeout(() => {
    const worst = last.findings.find((each) => each.severity === "error") ?? last.findings[0];
    byId("announce").textContent = summary.textContent + (worst ? `. ${sentence(worst.message)} ${worst.help}` : "");
  }, 900);
}

// ── changing ──

function select({ start, end }) {
  box.focus();
  box.setSelectionRange(start, end);
  box.scrollIntoView({ block: "nearest" });
}

// insertText, though old, is the one way of changing a text box that Ctrl+Z takes back.
function replace(start, end, text) {
  box.focus();
  box.setSelectionRange(start, end);
  if (box.value.slice(start, end) === text) return;
  const done = document.execCommand(text ? "insertText" : "delete", false, text);
  if (!done) { box.setRangeText(text, start, end, "end"); ask(); }
}

// One change for all edits, so that one Ctrl+Z takes all of them back.
function apply(edits) {
  if (box.value !== document.body.dataset.judged) return; // typed on since: new findings are on their way
  const ordered = [...edits].sort((a, b) => a.start - b.start);
  const start = ordered[0].start, end = ordered.at(-1).end;
  let text = "", at = start;
  for (const edit of ordered) { text += box.value.slice(at, edit.start) + edit.text; at = edit.end; }
  replace(start, end, text);
}

function useCorrected() {
  if (last && !byId("corrected").hidden) replace(0, box.value.length, last.fixed);
}

function next() {
  if (!last?.findings.length) return;
  const at = box.selectionStart, from = box.selectionEnd;
  const starts = last.findings;
  select(starts.find((each) => each.start > at || (each.start === at && each.end > from)) ?? starts[0]);
}

function point() {
  const at = document.activeElement === box ? box.selectionStart : -1;
  [...list.children].forEach((item, index) => {
    const { start, end } = last.findings[index];
    item.classList.toggle("current", start <= at && at <= end);
  });
}

function grow() {
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight}px`;
}

// ── the address ──

function remember() {
  const state = new URLSearchParams();
  if (box.value) state.set("p", box.value);
  if (chosen().length) state.set("m", chosen().join(","));
  if (target.value !== "discord") state.set("t", target.value);
  const address = state.size ? `#${state}` : location.pathname + location.search;
  // Some browsers refuse when it is asked too often; the next letter tries again.
  try { history.replaceState(null, "", address); } catch { /* see above */ }
}

function recall() {
  const state = new URLSearchParams(location.hash.slice(1));
  const wanted = (state.get("m") ?? "").split(",");
  box.value = state.get("p") ?? "";
  models.forEach((each) => { each.checked = wanted.includes(each.value); });
  target.value = [...target.options].some((each) => each.value === state.get("t")) ? state.get("t") : "discord";
  const older = document.querySelector("details");
  older.open ||= older.querySelector(":checked") !== null;
}

async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
    byId("done").textContent = `${what} was copied.`;
  } catch {
    byId("done").textContent = `The browser does not allow copying. ${what}: ${text}`;
  }
}

// ── events ──

box.addEventListener("input", ask);
box.addEventListener("focus", () => last && point());
document.addEventListener("selectionchange", () => last && point());
box.addEventListener("pointermove", name);
box.addEventListener("pointerleave", () => { byId("part").hidden = true; lift([]); });
byId("older").addEventListener("change", (event) => older(event.target.checked));
target.addEventListener("change", ask);
models.forEach((each) => each.addEventListener("change", ask));
addEventListener("resize", grow);
addEventListener("hashchange", () => { recall(); ask(); });
byId("use").addEventListener("click", useCorrected);
byId("copy").addEventListener("click", () => copy(last.fixed, "The corrected prompt"));
byId("share").addEventListener("click", () => { remember(); copy(location.href, "The link"); });
document.addEventListener("keydown", (event) => {
  if (event.key === "F8") { event.preventDefault(); next(); }
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); useCorrected(); }
});
byId("examples").append(...Object.entries(EXAMPLES).flatMap(([name, prompt]) => [
  element("button", { type: "button", className: "quiet", onclick: () => replace(0, box.value.length, prompt) }, name), " ",
]));

recall();
ask();
