// Asks every two seconds how far the import is; loads the page anew when it has ended.
const place = document.getElementById("import-progress");

async function refresh() {
  try {
    const answer = await fetch(place.dataset.address, { credentials: "same-origin" });
    if (answer.ok && !answer.redirected) {
      if (answer.headers.get("X-Import-Ended")) {
        window.location.reload();
        return;
      }
      place.innerHTML = await answer.text();
    }
  } catch {
    // The network may come back; the next round asks again.
  }
  window.setTimeout(refresh, 2000);
}

if (place) window.setTimeout(refresh, 2000);
