// The uploader: files go to our own server one by one, each with its progress and a way to stop it.
// Python says the words and gives a ticket per file; it is asked by the state `asks`, which may be sent twice.

const AT_ONCE = 2;
// What is on its way outlives a switch to another page, where this component is not drawn.
const queues = new Map();
let numbered = 0;

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

function queueOf(name) {
  if (!queues.has(name)) queues.set(name, { items: [], data: null, tell: null, draw: null });
  return queues.get(name);
}

function add(queue, files) {
  const { data } = queue;
  const chosen = data.multiple ? [...files] : [...files].slice(0, 1);
  for (const file of chosen) {
    const item = { id: `${Date.now().toString(36)}-${(numbered += 1)}`, file, name: file.name, sent: 0, state: "queued" };
    queue.items.push(item);
    if (file.size > data.limit) fail(item, data.words.too_large, data.words.too_large_hint);
  }
  proceed(queue);
}

function fail(item, message, hint) {
  Object.assign(item, { state: "failed", message, hint: hint || "", request: null });
}

// Ask for tickets as long as there is room, and show where everything stands.
function proceed(queue) {
  const busy = queue.items.filter((item) => item.state === "asking" || item.state === "sending").length;
  const next = queue.items.filter((item) => item.state === "queued").slice(0, Math.max(0, AT_ONCE - busy));
  for (const item of next) Object.assign(item, { state: "asking", ask: `${item.id}.${(item.tries = (item.tries ?? 0) + 1)}` });
  tell(queue);
  queue.draw?.();
}

function tell(queue) {
  const of = (state) => queue.items.filter((item) => item.state === state);
  const asks = {
    wanting: of("asking").map((item) => item.ask),
    arrived: of("arrived").map(({ id, token, name }) => ({ id, token, name })),
  };
  const said = JSON.stringify(asks);
  if (!queue.tell || said === queue.said) return;
  queue.said = said;
  queue.tell(asks);
}

// Python has answered: send what has its ticket now, forget what it has taken over.
function hear(queue, data) {
  queue.data = data;
  queue.items = queue.items.filter((item) => !data.known.includes(item.id));
  for (const item of queue.items) {
    const ticket = item.state === "asking" && data.tickets[item.ask];
    if (ticket) send(queue, item, ticket);
  }
}

function send(queue, item, ticket) {
  const request = new XMLHttpRequest();
  Object.assign(item, { state: "sending", request, sent: 0 });
  request.upload.onprogress = (event) => {
    item.sent = event.loaded;
    queue.draw?.();
  };
  request.onload = () => {
    received(queue, item, request);
    proceed(queue);
  };
  request.onerror = () => {
    fail(item, queue.data.words.broken, queue.data.words.broken_hint);
    proceed(queue);
  };
  request.open("PUT", queue.data.url);
  request.setRequestHeader("x-upload-ticket", ticket);
  request.send(item.file);
}

function received(queue, item, request) {
  let answer = {};
  try {
    answer = JSON.parse(request.responseText);
  } catch {
    // Not our server's words: something between us and it answered.
  }
  const { words } = queue.data;
  if (request.status === 200 && answer.file) {
    Object.assign(item, { state: "arrived", token: answer.file, sent: item.file.size, request: null });
    queue.announcement = fill(words.uploaded, { name: item.name });
  } else if (request.status === 403 && item.tries < 2) {
    // The page was away for longer than a ticket lives.
    Object.assign(item, { state: "queued", request: null });
  } else {
    fail(item, answer.message || words.broken, answer.hint || words.broken_hint);
    queue.announcement = `${item.name}: ${item.message}`;
  }
}

function stop(queue, item) {
  queue.items = queue.items.filter((each) => each !== item);
  item.request?.abort();
  if (item.state !== "failed") queue.announcement = fill(queue.data.words.stopped, { name: item.name });
  proceed(queue);
}

function size(bytes, language) {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  const power = Math.min(units.length - 1, Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1024)));
  const digits = power > 1 ? 1 : 0;
  return new Intl.NumberFormat(language, {
    style: "unit", unit: units[power], minimumFractionDigits: digits, maximumFractionDigits: digits,
  }).format(bytes / 1024 ** power);
}

function element(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function row(queue, item) {
  const { words } = queue.data;
  const line = element("li", "file");
  const top = element("div", "top");
  const button = element("button", "stop", "✕");
  button.type = "button";
  button.onclick = () => stop(queue, item);
  const note = element("span", "note");
  top.append(element("bdi", "name", item.name), note, button);
  const bar = element("div", "bar");
  bar.setAttribute("role", "progressbar");
  bar.setAttribute("aria-label", fill(words.progress, { name: item.name }));
  bar.setAttribute("aria-valuemin", "0");
  bar.setAttribute("aria-valuemax", "100");
  bar.append(element("div", "done"));
  line.append(top, bar, element("p", "message"));
  return line;
}

function show(queue, item, line) {
  const { words, language } = queue.data;
  const failed = item.state === "failed";
  const share = item.file.size ? item.sent / item.file.size : Number(item.state === "arrived");
  const percent = new Intl.NumberFormat(language, { style: "percent" }).format(share);
  const total = size(item.file.size, language);
  const moving = fill(words.sent, { sent: size(item.sent, language), total, percent });
  line.className = failed ? "file failed" : "file";
  line.querySelector(".note").textContent = item.state === "sending" ? moving : total;
  const bar = line.querySelector(".bar");
  bar.hidden = failed;
  bar.setAttribute("aria-valuenow", String(Math.round(100 * share)));
  bar.setAttribute("aria-valuetext", moving);
  bar.firstElementChild.style.inlineSize = `${100 * share}%`;
  line.querySelector(".message").textContent = failed ? `${item.message} ${item.hint}`.trim() : "";
  const button = line.querySelector(".stop");
  button.hidden = item.state === "arrived";
  const named = fill(failed ? words.remove : words.cancel, { name: item.name });
  button.setAttribute("aria-label", named);
  button.title = named;
}

// Lines stay the elements they are: a button that is redrawn under the pointer cannot be clicked.
function draw(queue, root) {
  const list = root.querySelector(".files");
  const kept = new Set(queue.items.map((item) => item.id));
  for (const line of [...list.children]) if (!kept.has(line.dataset.id)) line.remove();
  for (const item of queue.items) {
    let line = [...list.children].find((each) => each.dataset.id === item.id);
    if (!line || line.owner !== item) {
      line?.remove();
      line = row(queue, item);
      line.dataset.id = item.id;
      line.owner = item;
      list.append(line);
    }
    show(queue, item, line);
  }
  list.hidden = queue.items.length === 0;
  const live = root.querySelector(".live");
  if (queue.announcement && live.textContent !== queue.announcement) live.textContent = queue.announcement;
}

function write(root, data) {
  root.querySelector(".title").textContent = data.words.title;
  root.querySelector(".hint").textContent = data.words.hint;
  root.querySelector(".browse").textContent = data.words.browse;
  root.querySelector(".files").setAttribute("aria-label", data.words.files);
  const input = root.querySelector("input");
  input.multiple = data.multiple;
  input.setAttribute("aria-label", `${data.words.title}. ${data.words.hint}`);
}

export default function ({ data, parentElement, setStateValue }) {
  const queue = queueOf(data.name);
  const zone = parentElement.querySelector(".drop");
  const input = parentElement.querySelector("input");
  write(parentElement, data);
  queue.tell = (asks) => setStateValue("asks", asks);
  queue.draw = () => draw(queue, parentElement);
  input.onchange = () => {
    add(queue, input.files);
    input.value = "";
  };
  // Chosen before this ran: a browser restores a form, a quick hand drops a file on a slow page.
  if (input.files.length) input.onchange();
  zone.ondragover = (event) => {
    event.preventDefault();
    zone.classList.add("over");
  };
  zone.ondragleave = () => zone.classList.remove("over");
  zone.ondrop = (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    add(queue, event.dataTransfer.files);
  };
  hear(queue, data);
  proceed(queue);
  return () => {
    queue.tell = null;
    queue.draw = null;
    queue.said = null;
  };
}
