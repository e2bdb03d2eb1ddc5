-- Every table has the tenant, and every key and every reference to another record includes it: nothing points across
-- tenants, and an id is unique only within one. Alone the id of a user is unique by itself: it is what one signs in with.

CREATE TABLE users (
  tenant text NOT NULL,
  id text PRIMARY KEY,
  name text NOT NULL,
  user_type text NOT NULL,
  seats text[] NOT NULL DEFAULT '{}',
  roles text[] NOT NULL,
  managed_user_ids text[] NOT NULL DEFAULT '{}',
  UNIQUE (tenant, id)
);

-- The roles that a tenant's administrators make, beside those of the policies: as written, and as the package of that digest
-- takes it in. Whoever saves says which version they edited.
CREATE TABLE roles (
  tenant text NOT NULL,
  name text NOT NULL,
  document jsonb NOT NULL,
  compiled jsonb NOT NULL,
  digest text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant, name)
);

-- Who is signed in. A token is kept only as its hash: whoever reads this table signs in as nobody.
CREATE TABLE sessions (
  tenant text NOT NULL,
  token_hash text PRIMARY KEY,
  user_id text NOT NULL,
  expires_at timestamptz NOT NULL,
  FOREIGN KEY (tenant, user_id) REFERENCES users (tenant, id) ON DELETE CASCADE
);

CREATE TABLE companies (
  tenant text NOT NULL,
  id text NOT NULL,
  name text NOT NULL,
  phase text,
  owner text,
  co_owner text,
  country text,
  arr double precision,
  renewal_arr double precision,
  description text,
  org_path text,
  PRIMARY KEY (tenant, id),
  FOREIGN KEY (tenant, owner) REFERENCES users (tenant, id),
  FOREIGN KEY (tenant, co_owner) REFERENCES users (tenant, id)
);

-- Removing a company takes its people and tasks along: that is what the permission to remove it means.

CREATE TABLE people (
  tenant text NOT NULL,
  id text NOT NULL,
  company_id text NOT NULL,
  first_name text,
  last_name text,
  email text NOT NULL,
  phone text,
  position text,
  featured boolean NOT NULL DEFAULT false,
  PRIMARY KEY (tenant, id),
  FOREIGN KEY (tenant, company_id) REFERENCES companies (tenant, id) ON DELETE CASCADE
);

CREATE TABLE tasks (
  tenant text NOT NULL,
  id text NOT NULL,
  company_id text NOT NULL,
  main_type text NOT NULL,
  action text,
  description text,
  status text,
  owner_id text,
  is_archived boolean NOT NULL DEFAULT false,
  PRIMARY KEY (tenant, id),
  FOREIGN KEY (tenant, company_id) REFERENCES companies (tenant, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant, owner_id) REFERENCES users (tenant, id)
);

CREATE INDEX ON sessions (tenant, user_id);
CREATE INDEX ON sessions (expires_at);
CREATE INDEX ON companies (tenant, owner);
CREATE INDEX ON companies (tenant, co_owner);
CREATE INDEX ON people (tenant, company_id);
CREATE INDEX ON tasks (tenant, company_id);
