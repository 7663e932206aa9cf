// Fetches the changing part of the page again every second; the form below it stays as it is.
const live = document.querySelector("[data-live]");
if (live) {
    setInterval(async () => {
        const answer = await fetch(location.pathname + "?part=1");
        const text = await answer.text();
        if (answer.ok && text !== live.dataset.last) {
            live.dataset.last = text;
            live.replaceChildren(document.createRange().createContextualFragment(text));
        }
    }, 1000);
}
