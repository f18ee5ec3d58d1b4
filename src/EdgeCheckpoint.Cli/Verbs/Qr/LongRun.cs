using Spectre.Console;

namespace EdgeCheckpoint.Cli.Verbs.Qr;

/// <summary>Work on many files, with a progress bar on standard error where that is a terminal and the files are many.</summary>
internal static class LongRun
{
    private const int Few = 20;

    /// <param name="printsLines">The work prints as it goes: on a terminal that is progress enough.</param>
    public static void Each<T>(string title, IReadOnlyList<T> files, Action<T> work, bool printsLines = false)
    {
        if (files.Count < Few || !Output.Aside.Profile.Capabilities.Interactive || (printsLines && !Console.IsOutputRedirected))
        {
            foreach (T file in files)
            {
                work(file);
            }

            return;
        }

        Output.Aside.Progress().AutoClear(true).Start(context =>
        {
            ProgressTask task = context.AddTask(title, maxValue: files.Count);
            foreach (T file in files)
            {
                work(file);
                task.Increment(1);
            }
        });
    }
}
