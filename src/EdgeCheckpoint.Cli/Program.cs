return await EdgeCheckpoint.Cli.Invocation.RunAsync(args, Console.Out, Console.Error);
