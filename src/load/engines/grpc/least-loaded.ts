/** What can be ranked: linked into its list through itself. */
export interface Ranked<T> {
  /** Open streams. */
  readonly active: number;
  readonly hasRoom: boolean;
  /** The list it stands in; -1 for none. */
  rank: number;
  ahead: T | undefined;
  behind: T | undefined;
}

/**
 * The connections that have room, in one list for each number of open streams: the least loaded is
 * found at once however many there are, and equals take turns.
 */
export class LeastLoaded<T extends Ranked<T>> {
  readonly #first: (T | undefined)[] = [];
  readonly #last: (T | undefined)[] = [];
  /** No list below this one has anybody in it. */
  #lowest = 0;

  /** The one with the fewest open streams; undefined when none has room. */
  get first(): T | undefined {
    while (this.#lowest < this.#first.length && this.#first[this.#lowest] === undefined) {
      this.#lowest += 1;
    }
    return this.#first[this.#lowest];
  }

  /** To be called whenever `active` or `hasRoom` may have changed. */
  update(member: T): void {
    const rank = member.hasRoom ? member.active : -1;
    if (rank === member.rank) return;
    if (member.rank >= 0) this.#unlink(member);
    member.rank = rank;
    if (rank >= 0) this.#link(member);
  }

  #link(member: T): void {
    const { rank } = member;
    while (this.#first.length <= rank) {
      this.#first.push(undefined);
      this.#last.push(undefined);
    }
    const last = this.#last[rank];
    member.ahead = last;
    if (last === undefined) this.#first[rank] = member;
    else last.behind = member;
    this.#last[rank] = member;
    this.#lowest = Math.min(this.#lowest, rank);
  }

  #unlink(member: T): void {
    const { rank, ahead, behind } = member;
    if (ahead === undefined) this.#first[rank] = behind;
    else ahead.behind = behind;
    if (behind === undefined) this.#last[rank] = ahead;
    else behind.ahead = ahead;
    member.ahead = undefined;
    member.behind = undefined;
  }
}
