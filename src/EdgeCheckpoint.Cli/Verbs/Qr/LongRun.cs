using Spectre.Console;

namespace EdgeCheckpoint.Cli.Verbs.Qr;

/// <summary>Work on many files, with a progress bar on standard error where that is a terminal and the files are many.</summary>
internal static class LongRun
{
    private const int Few = 20;

    public static void Each(string title, IReadOnlyList<string> files, Action<string> work)
    {
        if (files.Count < Few || !Output.Aside.Profile.Capabilities.Interactive || !Console.IsOutputRedirected)
        {
            foreach (string file in files)
            {
                work(file);
            }

            return;
        }

        Output.Aside.Progress().AutoClear(true).Start(context =>
        {
            ProgressTask task = context.AddTask(title, maxValue: files.Count);
            foreach (string file in files)
            {
                work(file);
                task.Increment(1);
            }
        });
    }
}
