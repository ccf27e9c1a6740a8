import { type Forge, type ForgeComment, ForgeRefusal } from '../../clients/forge.ts';
import { isMarked } from './marker.ts';

/** Where a job's comment is, and what became of it. */
export interface PutComment {
  readonly how: 'created' | 'edited';
  readonly url: string | null;
  /** Further comments of the same job, left by jobs that were killed between writing and tidying up. */
  readonly leftovers: number;
}

/** Somebody who deletes every comment as soon as it is written wins. */
const ROUNDS = 3;

/**
 * One comment for each job and pull request: edited where there is one of the same account, else created. Where two
 * jobs have created theirs at once, the older one stays with the text of whoever came last, and each job deletes
 * none but its own.
 * @param textAfter the text, for what the comment said before
 * @throws ForgeRefusal
 */
export async function putComment(
  forge: Forge,
  request: number,
  jobKey: string,
  textAfter: (before: string | null) => string,
): Promise<PutComment> {
  const account = onceAsked(forge);
  const own = async () => {
    const all = await forge.listComments(request);
    return ownOf(
      all.filter(({ body }) => isMarked(body, jobKey)),
      account,
    );
  };
  for (let round = 1; round <= ROUNDS; round += 1) {
    const [oldest, ...others] = await own();
    if (oldest) {
      const edited = await forge.editComment(request, oldest.id, textAfter(oldest.body));
      if (edited === 'gone') continue;
      return { how: 'edited', url: edited.url, leftovers: others.length };
    }
    const created = await createOnce(forge, request, textAfter(null), own);
    account.is(created.author);
    const isOlder = ({ id }: ForgeComment) => id < created.id;
    if (!(await own()).some(isOlder)) return { how: 'created', url: created.url, leftovers: 0 };
    await forge.deleteComment(request, created.id);
  }
  throw new ForgeRefusal('refused', 'the comment was deleted again each time it was written', '');
}

/** Whose token it is: asked for only where it matters, and not at all once a comment of ours has told. */
function onceAsked(forge: Forge) {
  let known: string | null = null;
  return {
    is: (author: string) => {
      known = author;
    },
    name: async () => {
      known ??= await forge.author();
      return known;
    },
  };
}

/** The oldest first; somebody else's comment may hold the marker too. */
async function ownOf(
  comments: readonly ForgeComment[],
  account: { readonly name: () => Promise<string> },
): Promise<readonly ForgeComment[]> {
  if (comments.length === 0) return [];
  const name = await account.name();
  return comments.filter(({ author }) => author === name).sort((a, b) => a.id - b.id);
}

/** Without an answer nobody knows whether it was written: looked for, and written again where it was not. */
async function createOnce(
  forge: Forge,
  request: number,
  text: string,
  own: () => Promise<readonly ForgeComment[]>,
): Promise<ForgeComment> {
  try {
    return await forge.createComment(request, text);
  } catch (error) {
    if (!(error instanceof ForgeRefusal) || error.kind !== 'unreachable') throw error;
    return (await own()).at(-1) ?? forge.createComment(request, text);
  }
}
