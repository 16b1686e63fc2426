// Keys for the review pages. All that they do can be done with the form alone.

const KEYS_SETTING = "optflag-review-keys"; // "off" for whom single keys are in the way
const SETTLE_MS = 350; // a key pressed twice must not decide an article that nobody has seen

const form = document.querySelector("form.review");
const sentences = [...document.querySelectorAll(".sentence")];
const keysOn = document.querySelector("#keys-on");
const shown = performance.now();
let current = 0;
let sent = false;

const boxes = (sentence) => [...sentence.querySelectorAll("input")];
const marks = (flag) => [...document.querySelectorAll(`[data-flag="${flag}"]`)];
const whole = (flag) => document.querySelector(`[data-whole="${flag}"]`);

/** Make a sentence the one that keys are about. Only its boxes are reached by Tab. */
function go(index) {
  if (index < 0 || index >= sentences.length) {
    return;
  }
  sentences.forEach((sentence, place) => {
    sentence.classList.toggle("here", place === index);
    boxes(sentence).forEach((box) => (box.tabIndex = place === index ? 0 : -1));
  });
  current = index;
}

function move(step) {
  go(current + step);
  const box = boxes(sentences[current])[0];
  box.focus({ preventScroll: true });
  sentences[current].scrollIntoView({ block: "nearest" });
}

const firstMarked = () => sentences.findIndex((sentence) => sentence.querySelector(":checked"));

/** A flag is raised by its marks: the first raises it, and without any it is off. */
function follow(box) {
  const { flag, whole: raised, best } = box.dataset;
  if (flag) {
    whole(flag).checked = marks(flag).some((mark) => mark.checked);
  }
  if (raised) {
    const wanted = box.checked ? best.split(" ") : [];
    marks(raised).forEach((mark) => (mark.checked = wanted.includes(mark.value.split(":")[1])));
  }
  offer();
}

/** Offer the one of the two ways to accept that fits what is ticked. */
function offer() {
  const [accept, correct] = ["accept", "correct"].map((action) =>
    form.querySelector(`[value="${action}"]`),
  );
  if (!accept) {
    return;
  }
  const values = (name) => new FormData(form).getAll(name).sort().join();
  const changed = values("mark") !== values("guess");
  accept.disabled = changed;
  correct.disabled = !changed;
}

/** Toggle a box as a click does. */
function press(box) {
  if (box && !box.disabled) {
    box.focus({ preventScroll: true });
    box.click();
  }
}

function act(event) {
  const number = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
  if (form && number) {
    return press(document.querySelectorAll("[data-whole]")[number - 1]), true;
  }
  const mark = sentences[current]?.querySelector(`[data-mark="${CSS.escape(event.key)}"]`);
  if (mark) {
    return press(mark), true;
  }
  const inList = document.activeElement?.closest(".sentence");
  if (sentences.length && (event.key === "j" || (inList && event.key === "ArrowDown"))) {
    return move(1), true;
  }
  if (sentences.length && (event.key === "k" || (inList && event.key === "ArrowUp"))) {
    return move(-1), true;
  }
  if (form?.querySelector("#note:enabled") && event.key === "n") {
    return document.querySelector("#note").focus(), true;
  }
  if (form && event.key === "?") {
    const help = document.querySelector(".help");
    return (help.open = !help.open), true;
  }
  return decide(event);
}

/** Keys of buttons and links: once for each page, and not before it can have been seen. */
function decide(event) {
  if (event.key === "Enter" && event.target.closest("a, button, summary")) {
    return false; // it has a meaning there
  }
  const control = document.querySelector(`[data-key="${CSS.escape(event.key)}"]:not(:disabled)`);
  if (control && !event.repeat && !sent && performance.now() - shown > SETTLE_MS) {
    control.click();
  }
  return Boolean(control);
}

const writes = (element) => element.matches("textarea, select, input:not([type=checkbox])");
const keysAreOn = () => localStorage.getItem(KEYS_SETTING) !== "off";

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) {
    return;
  }
  if (writes(event.target)) {
    if (event.key === "Escape" && form) {
      event.target.blur();
    }
  } else if (keysAreOn() && act(event)) {
    event.preventDefault();
  }
});

function showKeys() {
  document.documentElement.classList.toggle("keys-off", !keysAreOn());
  if (keysOn) {
    keysOn.checked = keysAreOn();
  }
}

document.documentElement.classList.add("script");
showKeys();
keysOn?.addEventListener("change", () => {
  localStorage.setItem(KEYS_SETTING, keysOn.checked ? "on" : "off");
  showKeys();
});

if (form) {
  form.addEventListener("change", (event) => follow(event.target));
  form.addEventListener("submit", () => (sent = true));
  sentences.forEach((sentence, index) => {
    sentence.addEventListener("focusin", () => go(index));
    sentence.querySelector(".text").addEventListener("click", () => go(index));
  });
  offer();
  go(Math.max(0, firstMarked()));
}
