/* SHA-256 (FIPS 180-4), HMAC (RFC 2104) and MD5 (RFC 1321), written out.

   The browser's own WebCrypto is missing on pages without https and in saved files, and this has to
   run there too. Texts become UTF-8; bytes are plain arrays of numbers. It adds to RepeatDraw:
   utf8(text), hex(bytes), fromHex(text), sha256(bytes), hmac(key, bytes), md5(bytes). */
(function () {
  "use strict";

  const utf8 = function (text) {
    const bytes = [];
    /* encodeURIComponent writes UTF-8 as %E5%AD%A6; everything else is one ASCII character. */
    encodeURIComponent(text).replace(/%([0-9A-F]{2})|[^%]/g, function (found, pair) {
      bytes.push(pair ? parseInt(pair, 16) : found.charCodeAt(0));
      return "";
    });
    return bytes;
  };

  const hex = function (bytes) {
    return bytes
      .map(function (byte) {
        return (byte < 16 ? "0" : "") + byte.toString(16);
      })
      .join("");
  };

  const fromHex = function (text) {
    return (text.match(/../g) || []).map(function (pair) {
      return parseInt(pair, 16);
    });
  };

  /* The message, a one bit, zeros, and its length in bits as 64 bits: whole blocks of 64 bytes. */
  const padded = function (bytes, lengthFirst) {
    const whole = bytes.concat([0x80]);
    while (whole.length % 64 !== 56) whole.push(0);
    const bits = bytes.length * 8;
    const length = [];
    for (let place = 7; place >= 0; place -= 1) {
      length.push(Math.floor(bits / Math.pow(256, place)) % 256);
    }
    return whole.concat(lengthFirst ? length : length.reverse());
  };

  const turnedRight = (word, by) => (word >>> by) | (word << (32 - by));
  const turnedLeft = (word, by) => (word << by) | (word >>> (32 - by));

  const primes = (function () {
    const found = [];
    for (let number = 2; found.length < 64; number += 1) {
      if (found.every((prime) => number % prime !== 0)) found.push(number);
    }
    return found;
  })();
  const fraction = (root) => Math.floor((root - Math.floor(root)) * 0x100000000) | 0;
  /* Nothing up the sleeve: the constants are roots of the first primes, as the standard has it. */
  const sha256Start = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
  const sha256Rounds = primes.map((prime) => fraction(Math.cbrt(prime)));

  const sha256 = function (bytes) {
    const whole = padded(bytes, true);
    let state = sha256Start.slice();
    for (let start = 0; start < whole.length; start += 64) {
      const words = [];
      for (let place = 0; place < 64; place += 1) {
        if (place < 16) {
          const at = start + place * 4;
          words.push(
            (whole[at] << 24) | (whole[at + 1] << 16) | (whole[at + 2] << 8) | whole[at + 3]
          );
        } else {
          const early = words[place - 15];
          const late = words[place - 2];
          const first = turnedRight(early, 7) ^ turnedRight(early, 18) ^ (early >>> 3);
          const second = turnedRight(late, 17) ^ turnedRight(late, 19) ^ (late >>> 10);
          words.push((words[place - 16] + first + words[place - 7] + second) | 0);
        }
      }
      let [a, b, c, d, e, f, g, h] = state;
      for (let place = 0; place < 64; place += 1) {
        const mixedE = turnedRight(e, 6) ^ turnedRight(e, 11) ^ turnedRight(e, 25);
        const choice = (e & f) ^ (~e & g);
        const first = (h + mixedE + choice + sha256Rounds[place] + words[place]) | 0;
        const mixedA = turnedRight(a, 2) ^ turnedRight(a, 13) ^ turnedRight(a, 22);
        const majority = (a & b) ^ (a & c) ^ (b & c);
        [h, g, f, e] = [g, f, e, (d + first) | 0];
        [d, c, b, a] = [c, b, a, (first + mixedA + majority) | 0];
      }
      const worked = [a, b, c, d, e, f, g, h];
      state = state.map((word, place) => (word + worked[place]) | 0);
    }
    const result = [];
    state.forEach((word) => {
      result.push((word >>> 24) & 255, (word >>> 16) & 255, (word >>> 8) & 255, word & 255);
    });
    return result;
  };

  const hmac = function (key, bytes) {
    const block = (key.length > 64 ? sha256(key) : key).slice();
    while (block.length < 64) block.push(0);
    const inner = sha256(block.map((byte) => byte ^ 0x36).concat(bytes));
    return sha256(block.map((byte) => byte ^ 0x5c).concat(inner));
  };

  const md5Turns = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
  const md5Rounds = [];
  for (let place = 1; place <= 64; place += 1) {
    md5Rounds.push(Math.floor(Math.abs(Math.sin(place)) * 0x100000000) | 0);
  }

  /* What each of the four rounds mixes, and which word of the block it takes. */
  const md5Mix = function (place, b, c, d) {
    if (place < 16) return [(b & c) | (~b & d), place];
    if (place < 32) return [(d & b) | (~d & c), (5 * place + 1) % 16];
    if (place < 48) return [b ^ c ^ d, (3 * place + 5) % 16];
    return [c ^ (b | ~d), (7 * place) % 16];
  };

  const md5 = function (bytes) {
    const whole = padded(bytes, false);
    let state = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476];
    for (let start = 0; start < whole.length; start += 64) {
      const words = [];
      for (let at = start; at < start + 64; at += 4) {
        words.push(
          whole[at] | (whole[at + 1] << 8) | (whole[at + 2] << 16) | (whole[at + 3] << 24)
        );
      }
      let [a, b, c, d] = state;
      for (let place = 0; place < 64; place += 1) {
        const [mixed, word] = md5Mix(place, b, c, d);
        const sum = (a + mixed + md5Rounds[place] + words[word]) | 0;
        const turn = md5Turns[Math.floor(place / 16) * 4 + (place % 4)];
        [a, d, c, b] = [d, c, b, (b + turnedLeft(sum, turn)) | 0];
      }
      const worked = [a, b, c, d];
      state = state.map((word, place) => (word + worked[place]) | 0);
    }
    const result = [];
    state.forEach((word) => {
      result.push(word & 255, (word >>> 8) & 255, (word >>> 16) & 255, (word >>> 24) & 255);
    });
    return result;
  };

  window.RepeatDraw = Object.assign(window.RepeatDraw || {}, {
    utf8: utf8,
    hex: hex,
    fromHex: fromHex,
    sha256: sha256,
    hmac: hmac,
    md5: md5,
  });
})();
