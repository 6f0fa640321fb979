/* How far the phone is from the registered gate: worked out on the phone, sent nowhere. */
(() => {
  const box = document.getElementById("distance");
  if (!box || !navigator.geolocation) return;
  const words = box.dataset;
  const told = box.appendChild(document.createElement("output"));
  /* Some browsers in China answer in GCJ-02, up to 600 metres beside the WGS-84 of the gate. */
  const tolerated = 600;

  const metresTo = ({ latitude, longitude }) => {
    const radians = Math.PI / 180;
    const north = Math.sin(((words.latitude - latitude) * radians) / 2);
    const east = Math.sin(((words.longitude - longitude) * radians) / 2);
    const both = Math.cos(latitude * radians) * Math.cos(words.latitude * radians);
    return 2 * 6371008 * Math.asin(Math.sqrt(north * north + both * east * east));
  };
  const inWords = (metres) =>
    metres < 995 ? `${Math.round(metres / 10) * 10} m` : `${(metres / 1000).toFixed(1)} km`;

  box.hidden = false;
  box.querySelector("button").addEventListener("click", () => {
    told.textContent = words.waiting;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const metres = metresTo(coords);
        const far = metres - coords.accuracy > tolerated;
        const text = far ? words.far : coords.accuracy > 300 ? words.vague : words.near;
        told.textContent = text.replace("#", inWords(metres));
      },
      (problem) => {
        told.textContent = problem.code === 1 ? words.refused : words.vague;
      },
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 0 },
    );
  });
})();
