/** Where the versions differ, after the contract's version map. */
export interface Quirks {
  /** Service accounts have a uid beside their id, and paths take either. */
  readonly serviceAccountUids: boolean;
  readonly folderUidInReply: boolean;
  /** A dashboard that is there, saved without `overwrite`. */
  readonly dashboardConflict: 409 | 412;
  /** #98448: a local snapshot needs the uid of a dashboard that is there. */
  readonly snapshotNeedsDashboard: boolean;
  /** #58200: a local snapshot needs a numeric id. Known of 9.x; held for 10.x too, to be strict. */
  readonly snapshotNeedsId: boolean;
  /** `snapshotEnabled` among the shared options. */
  readonly tellsSnapshotEnabled: boolean;
  /** #127233: snapshots belong to no organisation, are not listed and not deleted by key. */
  readonly snapshotsBelongToNobody: boolean;
}

export function quirksOf(version: string): Quirks {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return {
    serviceAccountUids: major >= 11,
    folderUidInReply: major >= 11,
    dashboardConflict: major >= 13 ? 409 : 412,
    snapshotNeedsDashboard: major > 11 || (major === 11 && minor >= 1),
    snapshotNeedsId: major < 11,
    tellsSnapshotEnabled: major >= 11,
    snapshotsBelongToNobody: version === '13.0.2',
  };
}
