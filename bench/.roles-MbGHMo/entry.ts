export * from '/tmp/wt/roles/compiler/compile.ts';
export * from '/tmp/wt/roles/compiler/text/files.ts';
export * from '/tmp/wt/roles/compiler/targets/bundle.ts';
export * from '/tmp/wt/roles/runtime/permissions.ts';
export * from '/tmp/wt/roles/runtime/roles.ts';