using Spectre.Console;

namespace EdgeCheckpoint.Cli;

/// <summary>Work on many things, with a progress bar on standard error where that is a terminal and the things are many.</summary>
internal static class LongRun
{
    private const int Few = 20;

    /// <param name="printsLines">The work prints as it goes: on a terminal that is progress enough.</param>
    public static void Each<T>(string title, IReadOnlyList<T> things, Action<T> work, bool printsLines = false)
    {
        if (things.Count < Few || !Output.Aside.Profile.Capabilities.Interactive || (printsLines && !Console.IsOutputRedirected))
        {
            foreach (T thing in things)
            {
                work(thing);
            }

            return;
        }

        Output.Aside.Progress().AutoClear(true).Start(context =>
        {
            ProgressTask task = context.AddTask(title, maxValue: things.Count);
            foreach (T thing in things)
            {
                work(thing);
                task.Increment(1);
            }
        });
    }
}
