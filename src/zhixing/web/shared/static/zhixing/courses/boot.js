/* Runs inside the sandbox, before the course: gives it the API it looks for, and tells the page around it what it said.
   The frame has an origin of its own and no store; what must outlive a change of page within it goes in its name. */
(function () {
  "use strict";
  var held = JSON.parse(document.getElementById("zhixing-course").textContent);
  var old = held.edition === "1.2";
  var api = new (old ? window.Scorm12API : window.Scorm2004API)({
    autocommit: true,
    autocommitSeconds: 20,
    lmsCommitUrl: false,
    logLevel: 5,
    mastery_override: false,
    selfReportSessionTime: false,
  });

  function carried() {
    try {
      var kept = JSON.parse(window.name);
      return kept.course === held.course ? kept.values : null;
    } catch (nothing) {
      return null;
    }
  }

  function said() {
    var all = api.renderCMIToJSONObject(), values = {};
    held.keys.forEach(function (key) {
      var found = key.split(".").reduce(function (at, name) {
        return at === undefined || at === null ? undefined : at[name];
      }, all);
      if (typeof found === "string" || typeof found === "number") values[key] = String(found);
    });
    return values;
  }

  function tell() {
    var values = said();
    window.name = JSON.stringify({ course: held.course, values: values });
    window.parent.postMessage({ course: held.course, values: values }, held.parent);
  }

  api.loadFromFlattenedJSON(carried() || held.values);
  (old ? ["LMSCommit", "LMSFinish"] : ["Commit", "Terminate"]).forEach(function (name) {
    api.on(name, function () {
      // After the call itself is through, so that what it has set is among the values.
      window.setTimeout(tell, 0);
    });
  });
  window.addEventListener("pagehide", tell);
  window[old ? "API" : "API_1484_11"] = api;
})();
