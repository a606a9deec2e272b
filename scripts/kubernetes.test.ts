// Checks the manifests of examples/kubernetes: each against the type that Kubernetes publishes for its kind, and all together.
// scripts/check-kubernetes.mjs runs their containers.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { load, loadAll } from "js-yaml";
import { afterAll, describe, expect, it } from "vitest";
import { filesIn, read, root } from "./documents.js";
import { typeErrors } from "./type-errors.js";

interface Container {
  readonly image: string;
  readonly args?: readonly string[];
  readonly volumeMounts?: readonly { readonly name: string }[];
  readonly securityContext: object;
}

interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly volumes?: readonly { readonly name: string }[];
  readonly securityContext: object;
}

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: PodSpec & {
    readonly selector: Readonly<Record<string, string>>;
    readonly completions: number;
    readonly parallelism: number;
    readonly template?: { readonly metadata: { readonly labels: object }; readonly spec: PodSpec };
  };
}

const FOLDER = "examples/kubernetes";
const KUSTOMIZATION = join(FOLDER, "kustomization.yaml");
const FETCH = join(FOLDER, "fetch.yaml");
const files = filesIn(FOLDER, ".yaml").filter((file) => file !== KUSTOMIZATION);
const manifests = files.flatMap((file) => loadAll(read(file)) as Manifest[]);
const named = (kind: string, name: string): Manifest => {
  const found = manifests.find((one) => one.kind === kind && one.metadata.name === name);
  if (found === undefined) throw new Error(`there is no ${kind} ${name}`);
  return found;
};
const templates = manifests.flatMap(({ spec }) => spec?.template ?? []);
const pods = [...templates.map(({ spec }) => spec), named("Pod", "wireduel-fetch").spec];

/** The module with the types of an API. */
function moduleOf(apiVersion: string): string {
  return `kubernetes-types/${apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`}.js`;
}

/** A manifest as a literal of its type. So a field that Kubernetes does not know is an error, too. */
function literal({ apiVersion, kind }: Manifest, value: object): string {
  return `const _: import("${moduleOf(apiVersion)}").${kind} = ${JSON.stringify(value)};\n{ void _; }`;
}

describe("the manifests", () => {
  // Inside the repository, so that the types resolve. The folder has its own `.gitignore`.
  const folder = mkdtempSync(join(root, ".manifests-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("are what Kubernetes accepts", async () => {
    writeFileSync(join(folder, ".gitignore"), "*\n");
    const compilerOptions = { noEmit: true, isolatedDeclarations: false, declaration: false };
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({ extends: "../tsconfig.base.json", compilerOptions, include: ["*.ts"] }),
    );
    expect(manifests.length).toBeGreaterThan(7);
    const job = named("Job", "wireduel-senders");
    const { template, ...spec } = job.spec;
    const wrong = [
      { ...job, spec: { ...job.spec, backofLimit: 0 } },
      { ...job, spec: { ...job.spec, completions: "6" } },
      { ...job, spec },
      { ...job, spec: { ...spec, template: { ...template, spec: { ...template?.spec, containers: [{}] } } } },
    ];
    const all = [
      ...manifests.map((manifest) => literal(manifest, manifest)),
      ...wrong.map((value) => `// @ts-expect-error\n${literal(job, value)}`),
    ];
    for (const [index, text] of all.entries()) writeFileSync(join(folder, `manifest-${index}.ts`), text);
    expect(await typeErrors(folder)).toBe("");
  }, 120_000);

  it("are all in the kustomization, but for the pod that fetches results", () => {
    const { resources } = load(read(KUSTOMIZATION)) as { readonly resources: readonly string[] };
    const others = files.filter((file) => file !== FETCH).map((file) => basename(file));
    expect([...resources].toSorted()).toEqual(others.toSorted());
  });

  it("wait for as many senders as there are", () => {
    const { completions, parallelism } = named("Job", "wireduel-senders").spec;
    const [coordinator] = named("Job", "wireduel-coordinator").spec.template?.spec.containers ?? [];
    expect(coordinator?.args).toContain(`--wait-for-senders=${completions}`);
    expect(parallelism).toBe(completions);
  });

  it("start no sender, no receiver and no coordinator a second time in a run", () => {
    for (const name of ["wireduel-senders", "wireduel-coordinator"]) {
      const never = { backoffLimit: 0, template: { spec: { restartPolicy: "Never" } } };
      expect(named("Job", name).spec).toMatchObject(never);
    }
    expect(named("Deployment", "wireduel-receiver").spec).toMatchObject({
      replicas: 1,
      strategy: { type: "Recreate" },
    });
  });

  it("have headless services that lead to their pods", () => {
    const services = manifests.filter(({ kind }) => kind === "Service");
    expect(services).toHaveLength(2);
    for (const { spec } of services) {
      expect(spec).toMatchObject({ clusterIP: "None" });
      const selected = templates.filter(({ metadata }) => {
        const { labels } = metadata as { readonly labels: Readonly<Record<string, string>> };
        return Object.entries(spec.selector).every(([key, value]) => labels[key] === value);
      });
      expect(selected).toHaveLength(1);
    }
  });

  it("have pods that the policy `restricted` admits, from one image, with all their volumes", () => {
    expect(pods).toHaveLength(4);
    for (const { securityContext, containers, initContainers = [], volumes = [] } of pods) {
      const seccompProfile = { type: "RuntimeDefault" };
      expect(securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000, seccompProfile });
      for (const container of [...containers, ...initContainers]) {
        expect(container.image).toBe("wireduel");
        const capabilities = { drop: ["ALL"] };
        expect(container.securityContext).toMatchObject({ allowPrivilegeEscalation: false, capabilities });
        const known = volumes.map(({ name }) => name);
        for (const { name } of container.volumeMounts ?? []) expect(known).toContain(name);
      }
    }
  });
});
