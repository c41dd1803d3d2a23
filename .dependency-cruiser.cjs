/**
 * The directions of imports. `npm run check` and tests/architecture/imports.test.ts enforce them.
 * Imports of types count like any other: a rule that depends on a driver's types depends on the driver.
 */

/** What both sides of a port must know: its types, what an append's metadata means, what a read model is. */
const PORTS =
  "^src/event-store/(port|append-place|claim-uses)\\.ts$|^src/application/ports?(/|\\.ts$)|^projections/(define-projection|registry|process-queries)\\.ts$";
const KERNEL_AND_SCHEMAS = "^(src/kernel|schemas)/";
const TYPEBOX = "^node_modules/@sinclair/typebox/";
const ADAPTERS = "^src/(event-store|read-store|key-store|snapshot-store|embedded-postgres|bank-files|exports)/";

/** `from` may import itself and `to`, and neither a package nor a module of Node. */
function onlyTo(name, from, to, comment) {
  return { name, severity: "error", comment, from: { path: from }, to: { pathNot: [from, ...to] } };
}

/** A package that is known in some places only. */
function packageOnlyIn(name, packages, allowed) {
  return {
    name,
    severity: "error",
    comment: `${name}: everybody else goes through a port, so that it can be replaced in one place`,
    from: { pathNot: ["^tests/", ...allowed] },
    to: { path: packages },
  };
}

module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", comment: "modules that need each other are one module", from: {}, to: { circular: true } },
    { name: "resolvable", severity: "error", comment: "an import that leads nowhere", from: {}, to: { couldNotResolve: true } },
    {
      name: "no-development-package-in-production",
      severity: "error",
      comment: "the product runs where development packages are not installed",
      from: { path: "^(src|schemas|projections)/" },
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"] },
    },
    {
      name: "no-test-in-production",
      severity: "error",
      from: { path: "^(src|schemas|projections)/" },
      to: { path: "^tests/" },
    },

    onlyTo("kernel-imports-nothing", "^src/kernel/", [], "money, dates and deciders are pure"),
    onlyTo("schemas-import-typebox-only", "^schemas/", [TYPEBOX], "the published language is shapes and nothing else"),
    onlyTo("domain-is-pure", "^src/domain/", [KERNEL_AND_SCHEMAS], "the rules of the business: no packages, no node:*, no input or output"),
    {
      name: "application-knows-no-driver",
      severity: "error",
      comment: "drivers are behind ports; of packages it knows the one that schemas are written in, of Node what it needs",
      from: { path: "^src/application/" },
      to: { pathNot: ["^src/(application|domain)/", KERNEL_AND_SCHEMAS, PORTS, TYPEBOX], dependencyTypesNot: ["core"] },
    },
    onlyTo(
      "projections-know-events-not-decisions",
      "^projections/",
      [KERNEL_AND_SCHEMAS, "^node_modules/kysely/"],
      "read models fold events; a rule they need belongs in the event",
    ),
    {
      name: "adapters-know-ports",
      severity: "error",
      comment: "an adapter implements ports; it does not know the business, the other adapters or who calls it",
      from: { path: "^src/(event-store|read-store|key-store|snapshot-store|bank-files|exports|embedded-postgres)/" },
      to: { path: "^(src/(?!$1/)|projections/)", pathNot: [KERNEL_AND_SCHEMAS, PORTS] },
    },
    {
      name: "one-event-store-does-not-know-another",
      severity: "error",
      from: { path: "^src/event-store/([^/]+)/" },
      to: { path: "^src/event-store/([^/]+)/", pathNot: "^src/event-store/$1/" },
    },
    {
      name: "edges-know-no-adapter",
      severity: "error",
      comment: "http, console and cli call the application and the queries; main hands them what they need",
      from: { path: "^src/(http|console|cli)/" },
      to: { path: [ADAPTERS, "^src/domain/"], pathNot: PORTS },
    },
    {
      name: "main-is-the-top",
      severity: "error",
      comment: "the composition root knows everybody; main runs it for the command line, and nobody else in here knows either",
      from: { path: "^(src|projections|schemas)/", pathNot: "^src/(main\\.ts$|cli/cartera\\.mjs$)" },
      to: { path: "^src/(main|composition)\\.ts$" },
    },

    packageOnlyIn(
      "pg",
      ["^node_modules/pg/", "^node_modules/@types/pg/"],
      [
        "^src/event-store/(postgres|eventstoredb-places)/",
        "^src/read-store/",
        "^src/embedded-postgres/",
        "^src/key-store/",
        "^src/snapshot-store/",
      ],
    ),
    packageOnlyIn("kysely", "^node_modules/kysely/", ["^src/read-store/", "^projections/"]),
    packageOnlyIn("fastify", "^node_modules/(fastify|@fastify/[^/]+)/", ["^src/http/"]),
    packageOnlyIn("eventstoredb", "^node_modules/@eventstore/", ["^src/event-store/eventstoredb/"]),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "require", "node", "default", "types"] },
  },
};
