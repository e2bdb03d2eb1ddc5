import type { Verdict } from '../compiler/model/change.ts';
import { type Api, awaitAnswer, statusOf } from './open-api.ts';

/** The beginning of the name of every label of plafond; other labels are never removed. */
const prefix = 'plafond/';

const permission = 'pull-requests: write';

/** The colour and the description of the label of each verdict. */
const looks: Readonly<Record<Verdict, { readonly color: string; readonly description: string }>> = {
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
};

/**
 * Makes the label of a verdict the only label of plafond on a pull request; without a verdict, removes them all. Other
 * labels stay. Returns true if a label was added or removed.
 */
export async function updateLabel(
  api: Api,
  pullRequest: number,
  verdict: Verdict | undefined,
): Promise<boolean> {
  const wanted = verdict && `${prefix}${verdict}`;
  const present = await listLabels(api, pullRequest);
  const isMissing = wanted !== undefined && !present.includes(wanted);
  if (verdict !== undefined && isMissing) {
    await createLabel(api, verdict);
    await addLabel(api, pullRequest, `${prefix}${verdict}`);
  }
  const own = Object.keys(looks).map((name) => `${prefix}${name}`);
  const others = present.filter((name) => own.includes(name) && name !== wanted);
  for (const name of others) await removeLabel(api, pullRequest, name);
  return isMissing || others.length > 0;
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
async function createLabel(api: Api, verdict: Verdict): Promise<void> {
  const name = `${prefix}${verdict}`;
  const exists = await api.octokit
    .request('GET /repos/{owner}/{repo}/labels/{name}', { ...api.repository, name })
    .then(() => true)
    .catch((error: unknown) => {
      if (statusOf(error) === 404) return false;
      throw error;
    });
  if (exists) return;
  await awaitAnswer(
    `create the label ${name}`,
    permission,
    api.octokit
      .request('POST /repos/{owner}/{repo}/labels', { ...api.repository, name, ...looks[verdict] })
      // Another run created it in between.
      .catch((error: unknown) => {
        if (statusOf(error) !== 422) throw error;
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
        if (statusOf(error) !== 404) throw error;
      }),
  );
}
