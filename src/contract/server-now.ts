/** What a server told of its queue at its last reading; null: it does not tell that. */
export interface ServerNow {
  /** Mean time in its queue of the requests it served since the reading before, all versions wanted. */
  readonly queueNs: number | null;
  /** Requests that wait in its queue; Triton before 23.09 does not tell. */
  readonly pendingRequests: number | null;
}
