/* 回传的写法：与服务器上的 core.packs 完全一致。老手机也能运行，所以只用最早的语法。 */
var ZhixingReturn = (function () {
  "use strict";
  var BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
  var BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  var SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  var PART = 300;
  var MOST = 40;

  function bytes(text) {
    var raw = unescape(encodeURIComponent(text)), found = [], at;
    for (at = 0; at < raw.length; at += 1) { found.push(raw.charCodeAt(at)); }
    return found;
  }

  function crc(raw) {
    var sum = 0xFFFFFFFF, at, bit, hex;
    for (at = 0; at < raw.length; at += 1) {
      sum ^= raw[at];
      for (bit = 0; bit < 8; bit += 1) { sum = sum & 1 ? (sum >>> 1) ^ 0xEDB88320 : sum >>> 1; }
    }
    hex = ((sum ^ 0xFFFFFFFF) >>> 0).toString(16).toUpperCase();
    while (hex.length < 8) { hex = "0" + hex; }
    return hex;
  }

  function base45(raw) {
    var found = "", at, number, count;
    for (at = 0; at < raw.length; at += 2) {
      count = at + 1 < raw.length ? 3 : 2;
      number = count === 3 ? raw[at] * 256 + raw[at + 1] : raw[at];
      for (; count > 0; count -= 1) {
        found += BASE45.charAt(number % 45);
        number = Math.floor(number / 45);
      }
    }
    return found;
  }

  function base64(raw) {
    var found = "", at, word;
    for (at = 0; at < raw.length; at += 3) {
      word = raw[at] * 65536 + (raw[at + 1] || 0) * 256 + (raw[at + 2] || 0);
      found += BASE64.charAt(word >> 18) + BASE64.charAt((word >> 12) & 63);
      if (at + 1 < raw.length) { found += BASE64.charAt((word >> 6) & 63); }
      if (at + 2 < raw.length) { found += BASE64.charAt(word & 63); }
    }
    return found;
  }

  /* 短码：八位，最后一位校验前七位；写错一位就能看出来。 */
  function code(typed) {
    var plain = typed.toUpperCase().replace(/[^0-9A-Z]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
    var sum = 0, nth, place;
    if (plain.length !== 8) { return ""; }
    for (nth = 0; nth < 8; nth += 1) {
      place = SIGNS.indexOf(plain.charAt(nth));
      if (place < 0) { return ""; }
      if (nth < 7) { sum += (2 * nth + 1) * place; }
    }
    return SIGNS.charAt(sum % 32) === plain.charAt(7) ? plain : "";
  }

  function sheet(told) {
    return JSON.stringify({
      format: "zhixing-return-1", pack: told.pack, version: told.version, name: told.name, code: told.code,
      answers: told.answers, note: told.note, finished: told.finished
    });
  }

  function block(text) {
    var raw = bytes(text);
    return "ZXB1:" + crc(raw) + ":" + base64(raw) + ":BXZ";
  }

  /* 每张二维码里的一段；太长时返回空，请改用文件。 */
  function parts(text, owner) {
    var raw = bytes(text), whole = crc(raw), signs = base45(raw), total = Math.ceil(signs.length / PART);
    var found = [], nth, head, cut;
    if (total > MOST) { return found; }
    for (nth = 1; nth <= total; nth += 1) {
      cut = signs.substr((nth - 1) * PART, PART);
      head = "ZXP1:" + owner + ":" + whole + ":" + nth + ":" + total;
      found.push(head + ":" + crc(bytes(head + cut)) + ":" + cut);
    }
    return found;
  }

  return { code: code, sheet: sheet, block: block, parts: parts };
}());
