/* Everything kept of one visit as a file: shared, downloaded, and shown as text where neither works. */
(() => {
  "use strict";

  /* A photo that cannot be read any more does not hold up the rest; its small picture stays. */
  const asAddress = (bytes) =>
    new Promise((resolve) => {
      const reader = new FileReader();
      reader.onload = () => resolve(reader.result);
      reader.onerror = () => resolve(null);
      reader.readAsDataURL(new Blob([bytes], { type: "image/jpeg" }));
    });

  const whole = async (draft, photos) => {
    const read = photos.map(async ({ key, place, bytes, thumb, state }) => {
      return { key, place, state, thumb, picture: await asAddress(bytes) };
    });
    return JSON.stringify({ visit: draft.name, draft, photos: await Promise.all(read) });
  };

  const share = async (name, text) => {
    const file = new File([text], `${name}.txt`, { type: "text/plain" });
    if (!navigator.canShare?.({ files: [file] })) return false;
    // Whoever closed the choice wanted none of it; any other failure is the phone's.
    return navigator.share({ files: [file] }).then(
      () => true,
      (error) => error.name === "AbortError",
    );
  };

  const download = (name, text) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = `${name}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  };

  /* Some apps open pages and save no files: the answers can be copied, without the photos. */
  const showText = (draft) => {
    const box = document.querySelector("[data-export-text]");
    box.hidden = false;
    box.querySelector("textarea").value = JSON.stringify(draft, null, 1);
  };

  Visit.exportFile = async (draft, photos) => {
    const text = await whole(draft, photos);
    if (await share(draft.name, text)) return;
    download(draft.name, text);
    showText(draft);
  };
})();
