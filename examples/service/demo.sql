-- Who is there to try: what each of them was given is in policies/roles and policies/tenants.

INSERT INTO users (tenant, id, name, user_type, seats, roles, managed_user_ids) VALUES
  ('acme', 'admin-1@acme.example', 'Ada', 'Core', '{}', '{administrator}', '{}'),
  ('acme', 'manager-1@acme.example', 'Mona', 'Core', '{}', '{manager}', '{csm-1@acme.example}'),
  ('acme', 'csm-1@acme.example', 'Carl', 'Core', '{}', '{csm}', '{}'),
  ('acme', 'csm-2@acme.example', 'Cleo', 'Core', '{}', '{csm}', '{}'),
  ('acme', 'contractor-1@acme.example', 'Kit', 'Core', '{}', '{contractor}', '{}'),
  ('acme', 'developer-1@acme.example', 'Devi', 'Core', '{}', '{developer}', '{}'),
  ('acme', 'builder-1@acme.example', 'Lee', 'Core', '{}', '{csm,developer}', '{}'),
  ('acme', 'consultant-2@acme.example', 'Conny', 'Core', '{Service}', '{contractor,template-productivity-service}', '{}'),
  ('acme', 'finance-1@acme.example', 'Finn', 'View', '{}', '{template-view}', '{}'),
  ('globex', 'admin-1@globex.example', 'Gail', 'Core', '{}', '{administrator}', '{}'),
  ('globex', 'csm-1@globex.example', 'Gus', 'Core', '{}', '{csm}', '{}'),
  -- Somebody made a mistake here: the user type View does not reach the role.
  ('globex', 'intern-1@globex.example', 'Iris', 'View', '{}', '{csm}', '{}');

INSERT INTO companies (tenant, id, name, phase, owner, co_owner, country, arr, renewal_arr, description, org_path) VALUES
  ('acme', 'aurora', 'Aurora Foods', 'Adoption', 'csm-1@acme.example', NULL, 'France', 48000, 52000, 'Wants a weekly call', 'aurora'),
  ('acme', 'borealis', 'Borealis Bikes', 'Onboarding', 'csm-1@acme.example', 'contractor-1@acme.example', 'Sweden', 12000, 12000, NULL, NULL),
  ('acme', 'cobalt', 'Cobalt Clinics', 'Mature', 'csm-2@acme.example', NULL, 'Germany', 150000, 140000, '=HYPERLINK("http://evil.example")', NULL),
  ('acme', 'delphin', 'Delphin Travel', 'Mature', 'csm-2@acme.example', 'csm-1@acme.example', 'Spain', 73000, 80000, NULL, 'delphin'),
  ('acme', 'ember', 'Ember Energy', 'Adoption', 'manager-1@acme.example', NULL, 'Germany', 210000, 230000, NULL, NULL),
  ('acme', 'fjord', 'Fjord Freight', 'Onboarding', 'consultant-2@acme.example', 'builder-1@acme.example', 'Norway', 31000, 31000, NULL, NULL),
  ('acme', 'garnet', 'Garnet Games', 'Prospect', NULL, NULL, 'France', NULL, NULL, 'Nobody looks after it yet', NULL),
  ('globex', 'harbor', 'Harbor Hotels', 'Mature', 'csm-1@globex.example', NULL, 'Italy', 64000, 64000, NULL, NULL),
  ('globex', 'indigo', 'Indigo Insurance', 'Adoption', NULL, NULL, 'Austria', 97000, 99000, NULL, NULL);

INSERT INTO people (tenant, id, company_id, first_name, last_name, email, phone, position, featured) VALUES
  ('acme', 'amelie', 'aurora', 'Amélie', 'Arnaud', 'amelie@aurora.example', '+33 1 00 00 00', 'Chief of operations', true),
  ('acme', 'bjorn', 'borealis', 'Björn', 'Berg', 'bjorn@borealis.example', NULL, 'Buyer', false),
  ('acme', 'clara', 'cobalt', 'Clara', 'Conrad', 'clara@cobalt.example', '+49 30 000000', 'Head of IT', true),
  ('acme', 'diego', 'delphin', 'Diego', 'Delgado', 'diego@delphin.example', NULL, 'Director', false),
  ('acme', 'emil', 'ember', 'Emil', 'Engel', 'emil@ember.example', NULL, 'Head of purchasing', false),
  ('globex', 'hanna', 'harbor', 'Hanna', 'Hofer', 'hanna@harbor.example', NULL, 'Manager', false);

INSERT INTO tasks (tenant, id, company_id, main_type, action, description, status, owner_id) VALUES
  ('acme', 'kick-off', 'borealis', 'event', 'Kick-off', 'Meet the team', 'planned', 'csm-1@acme.example'),
  ('acme', 'review', 'aurora', 'task', 'Prepare the review', NULL, 'planned', 'csm-1@acme.example'),
  ('acme', 'renewal', 'cobalt', 'task', 'Write the renewal', NULL, 'started', 'csm-2@acme.example'),
  ('acme', 'visit', 'ember', 'event', 'Visit', NULL, 'planned', 'manager-1@acme.example'),
  ('globex', 'call', 'harbor', 'event', 'Call', NULL, 'planned', 'csm-1@globex.example');
