import type { Verdict } from '../compiler/model/change.ts';
import { usualProduct } from './name-product.ts';
import { type Api, awaitAnswer, readStatus } from './open-api.ts';

const permission = 'pull-requests: write';

/** The end of the name of a label: a verdict, or the mark of a change that is the vendor's to decide. */
type LabelName = Verdict | 'vendor';

interface LabelLook {
  readonly color: string;
  readonly description: string;
}

/** The colour and the description of each label. */
const looks: Readonly<Record<LabelName, LabelLook>> = {
  escalation: {
    color: 'b60205',
    description:
      'Someone gains a permission of high risk, or a guard is weakened; the comment names the commit',
  },
  wider: {
    color: 'd93f0b',
    description: 'Someone gains a permission or a guard is loosened; the comment names the commit',
  },
  narrower: {
    color: '0e8a16',
    description: 'Someone loses a permission, nobody gains one; the comment names the commit',
  },
  mixed: { color: 'fbca04', description: 'Permissions are gained and lost; the comment names the commit' },
  'no-effect': {
    color: 'c2e0c6',
    description: 'No effective permission changes; the comment names the commit',
  },
  vendor: {
    color: '5319e7',
    description: 'Changes what is not ours to decide but the vendor’s; the comment names the commit',
  },
};

/**
 * Makes some labels the only ones of plafond with a prefix on a pull request. Other labels stay, those of other products too.
 * Returns true if a label was added or removed.
 */
export async function updateLabels(
  api: Api,
  pullRequest: number,
  wanted: readonly LabelName[],
  prefix = usualProduct.labelPrefix,
): Promise<boolean> {
  const present = await listLabels(api, pullRequest);
  const missing = wanted.filter((name) => !present.includes(`${prefix}${name}`));
  for (const name of missing) {
    await createLabel(api, `${prefix}${name}`, looks[name]);
    await addLabel(api, pullRequest, `${prefix}${name}`);
  }
  const others = (Object.keys(looks) as LabelName[]).filter(
    (name) => !wanted.includes(name) && present.includes(`${prefix}${name}`),
  );
  for (const name of others) await removeLabel(api, pullRequest, `${prefix}${name}`);
  return missing.length + others.length > 0;
}

async function listLabels(api: Api, pullRequest: number): Promise<readonly string[]> {
  const found = await awaitAnswer(
    `read the labels of pull request ${pullRequest}`,
    permission,
    api.octokit.paginate('GET /repos/{owner}/{repo}/issues/{issue_number}/labels', {
      ...api.repository,
      issue_number: pullRequest,
      per_page: 100,
    }),
  );
  // To GitHub, labels that differ only in case are the same.
  return found.map(({ name }) => name.toLowerCase());
}

/** Creates the label in the repository, unless it has one of that name, whose colour a team may have changed. */
async function createLabel(api: Api, name: string, look: LabelLook): Promise<void> {
  const exists = await api.octokit
    .request('GET /repos/{owner}/{repo}/labels/{name}', { ...api.repository, name })
    .then(() => true)
    .catch((error: unknown) => {
      if (readStatus(error) === 404) return false;
      throw error;
    });
  if (exists) return;
  await awaitAnswer(
    `create the label ${name}`,
    permission,
    api.octokit
      .request('POST /repos/{owner}/{repo}/labels', { ...api.repository, name, ...look })
      // Another run created it in between.
      .catch((error: unknown) => {
        if (readStatus(error) !== 422) throw error;
      }),
  );
}

async function addLabel(api: Api, pullRequest: number, name: string): Promise<void> {
  await awaitAnswer(
    `label pull request ${pullRequest}`,
    permission,
    api.octokit.request('POST /repos/{owner}/{repo}/issues/{issue_number}/labels', {
      ...api.repository,
      issue_number: pullRequest,
      labels: [name],
    }),
  );
}

async function removeLabel(api: Api, pullRequest: number, name: string): Promise<void> {
  await awaitAnswer(
    `remove a label from pull request ${pullRequest}`,
    permission,
    api.octokit
      .request('DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}', {
        ...api.repository,
        issue_number: pullRequest,
        name,
      })
      // Someone removed it in between.
      .catch((error: unknown) => {
        if (readStatus(error) !== 404) throw error;
      }),
  );
}
