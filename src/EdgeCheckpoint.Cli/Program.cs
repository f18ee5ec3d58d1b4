return await EdgeCheckpoint.Cli.Invocation.RunAsync(args);
