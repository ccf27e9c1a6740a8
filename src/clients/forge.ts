import { shownText } from './shown.ts';

/** A place where code is reviewed: GitHub or GitLab, theirs or one of one's own. */
export interface Forge {
  readonly name: 'GitHub' | 'GitLab';
  /** What a request to change code is called there. */
  readonly requestWord: 'pull request' | 'merge request';
  /** The account that the token belongs to, as comments name their author. */
  author(): Promise<string>;
  /** Of a pull request, from all pages, the oldest first. */
  listComments(request: number): Promise<readonly ForgeComment[]>;
  createComment(request: number, body: string): Promise<ForgeComment>;
  /** 'gone': somebody has deleted it. */
  editComment(request: number, id: number, body: string): Promise<ForgeComment | 'gone'>;
  /** One that is gone already is deleted too. */
  deleteComment(request: number, id: number): Promise<void>;
  /** The newest commit of a pull request. */
  headOf(request: number): Promise<string>;
  setStatus(status: CommitStatus): Promise<void>;
  /** Where there are check runs. */
  readonly createCheck?: (check: CheckRun) => Promise<void>;
}

/** Of a hundred comments each: neither forge lets a request have as many. */
export const MOST_PAGES = 100;

/** What a list that never ends is answered with. */
export function endlessList(name: Forge['name'], secret: string): ForgeRefusal {
  const words = `${name} lists comments without end: ${MOST_PAGES} pages, and yet another one`;
  return new ForgeRefusal('refused', words, secret);
}

/** A comment, of GitLab a note. */
export interface ForgeComment {
  /** Of two comments the newer has the larger. */
  readonly id: number;
  readonly body: string;
  readonly author: string;
  /** Where it is read; null where that is not told. */
  readonly url: string | null;
}

export interface CommitStatus {
  readonly sha: string;
  /** Statuses of one name replace each other. */
  readonly name: string;
  /** 'error': it could not be told. */
  readonly state: 'success' | 'failure' | 'error';
  readonly description: string;
  readonly url: string | null;
}

export interface CheckRun {
  readonly sha: string;
  readonly name: string;
  readonly conclusion: 'success' | 'failure' | 'neutral';
  readonly title: string;
  /** Markdown, as long as a comment at most. */
  readonly summary: string;
  readonly url: string | null;
}

/**
 * no-permission: the token may not do that, as that of a fork; not-found: so is what a token may not see;
 * untrusted: its certificate does not verify, so nothing was sent;
 * unreachable: no answer came, and nobody knows whether the call was carried out.
 */
export type RefusalKind =
  | 'bad-token'
  | 'no-permission'
  | 'not-found'
  | 'too-long'
  | 'rate-limited'
  | 'untrusted'
  | 'unreachable'
  | 'refused';

/** What it means that no answer came, by the words of that. */
export function kindOfSilence(words: string): RefusalKind {
  return words.startsWith('no secure connection') ? 'untrusted' : 'unreachable';
}

/** A forge did not do what it was asked; the message is fit to be shown and holds no token. */
export class ForgeRefusal extends Error {
  override readonly name = 'ForgeRefusal';
  readonly kind: RefusalKind;

  constructor(kind: RefusalKind, message: string, secret: string) {
    super(shownText(secret === '' ? message : message.replaceAll(secret, '(hidden)'), 400));
    this.kind = kind;
  }
}
