import { t as _plugin_vue_export_helper_default } from "./plugin-vue_export-helper.DjkACiAr.js";
import { useSSRContext } from "vue";
import { ssrRenderAttrs } from "vue/server-renderer";
// docs/README.md
var __pageData = JSON.parse("{\"title\":\"Leeway\",\"description\":\"\",\"frontmatter\":{},\"headers\":[],\"relativePath\":\"index.md\",\"filePath\":\"README.md\"}");
var _sfc_main = { name: "index.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
	_push(`<div${ssrRenderAttrs(_attrs)}><h1 id="leeway" tabindex="-1">Leeway <a class="header-anchor" href="#leeway" aria-label="Permalink to “Leeway”">​</a></h1><p>Monitoring for machine-learning models that you run yourself: it tells you how far your models have drifted, why, and what to do about it.</p><table tabindex="0"><thead><tr><th>You want to</th><th>Read</th></tr></thead><tbody><tr><td>see the first alarm on your own table, within ten minutes</td><td><a href="./tutorial.html">Tutorial</a></td></tr><tr><td>compare two files, without a server</td><td><a href="./report.html">Report</a></td></tr><tr><td>watch a service in Python</td><td><a href="./python.html">Python</a></td></tr><tr><td>send from anything else</td><td><a href="./api.html">API</a></td></tr><tr><td>know what a screen answers</td><td><a href="./dashboard.html">Dashboard</a></td></tr><tr><td>decide what is watched, and when it alarms</td><td><a href="./monitors.html">Monitors</a>, <a href="./alerts.html">Alerts</a></td></tr><tr><td>be told, where you are</td><td><a href="./channels.html">Channels</a></td></tr><tr><td>be left in peace for a while</td><td><a href="./silences.html">Silences</a></td></tr><tr><td>know why an alarm can be trusted, without statistics</td><td><a href="./how-alarms-are-calibrated.html">How alarms are calibrated</a></td></tr><tr><td>see what simulation and real days make of that promise</td><td><a href="./alarms.html">How often alarms are false</a></td></tr><tr><td>choose between this and other tools</td><td><a href="./comparison.html">Comparison</a></td></tr><tr><td>keep it running, and know what machine it takes</td><td><a href="./operations.html">Operations</a>, <a href="./configuration.html">Configuration</a></td></tr><tr><td>take the numbers elsewhere</td><td><a href="./read-api.html">Read API</a></td></tr><tr><td>look up a code, a metric</td><td><a href="./errors.html">Errors</a>, <a href="./metrics.html">Metrics</a></td></tr><tr><td>know why it was built like this</td><td><a href="./decisions/">Decisions</a></td></tr></tbody></table></div>`);
}
var _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
	const ssrContext = useSSRContext();
	(ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("README.md");
	return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
var README_default = /*#__PURE__*/ _plugin_vue_export_helper_default(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export { __pageData, README_default as default };
