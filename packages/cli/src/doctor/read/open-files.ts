/** The part of Node's report that is read here. */
interface NodeReport {
  readonly userLimits?: { readonly open_files?: { readonly soft?: number | "unlimited" } };
}

/**
 * How many files and sockets this process may have open. Node raises the limit at its start as far as it may. Null on
 * Windows, which has none of this kind.
 */
export function openFilesOf(report: NodeReport = process.report.getReport() as NodeReport): number | null {
  const soft = report.userLimits?.open_files?.soft;
  if (soft === undefined) return null;
  return soft === "unlimited" ? Number.POSITIVE_INFINITY : Number(soft);
}
