import { AbilityProvider } from '@casl/react';
import type { AppAbility } from '@planhat/permissions';
import { abilityFrom } from '@planhat/permissions/client';
import { useEffect, useState } from 'react';
import { type Answer, getAbilities, getMe, getUsers, type Refusal, signIn, type User } from './api.ts';
import { Menu } from './Menu.tsx';
import { Refused } from './Refused.tsx';

interface SignedIn {
  readonly user: User;
  readonly ability: AppAbility;
}

/** The page: who is signed in, and with what they may do, everything below. */
export function App() {
  const [users, setUsers] = useState<readonly User[]>([]);
  const [chosen, choose] = useState('');
  const [signedIn, setSignedIn] = useState<SignedIn>();
  const [refusal, setRefusal] = useState<Refusal>();

  function enter(answer: Answer<SignedIn>) {
    setSignedIn(answer.ok ? answer.body : undefined);
    if (answer.ok) choose(answer.body.user.id);
    else if (answer.status !== 401) setRefusal(answer.refusal);
  }

  async function change(id: string) {
    choose(id);
    setSignedIn(undefined);
    setRefusal(undefined);
    const answer = await signIn(id);
    if (answer.ok) enter(await whoIsSignedIn());
    else setRefusal(answer.refusal);
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page opens
  useEffect(() => {
    getUsers().then((answer) => answer.ok && setUsers(answer.body));
    whoIsSignedIn().then(enter);
  }, []);

  return (
    <>
      <header>
        <h1>Customers</h1>
        <label>
          Signed in as{' '}
          <select value={chosen} onChange={(event) => change(event.target.value)}>
            <option value="" disabled>
              Choose somebody
            </option>
            {users.map(({ id, name, tenant, roles }) => (
              <option key={id} value={id}>
                {name} · {roles.join(' + ')} at {tenant}
              </option>
            ))}
          </select>
        </label>
      </header>
      <main>
        {refusal && <Refused refusal={refusal} />}
        {signedIn ? (
          <AbilityProvider key={signedIn.user.id} value={signedIn.ability}>
            <Menu user={signedIn.user} />
          </AbilityProvider>
        ) : (
          !refusal && <p>Choose who you are: what you see then is what you may.</p>
        )}
      </main>
    </>
  );
}

async function whoIsSignedIn(): Promise<Answer<SignedIn>> {
  const [me, abilities] = await Promise.all([getMe(), getAbilities()]);
  if (!me.ok) return me;
  if (!abilities.ok) return abilities;
  return { ok: true, body: { user: me.body, ability: abilityFrom(abilities.body.rules) } };
}
