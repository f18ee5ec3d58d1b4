using System.CommandLine;
using EdgeCheckpoint.Cli;

ParseResult parsed = CommandTree.Root().Parse(args);
int exitCode = await parsed.InvokeAsync();
return parsed.Errors.Count > 0 ? ExitCode.Usage : exitCode;
