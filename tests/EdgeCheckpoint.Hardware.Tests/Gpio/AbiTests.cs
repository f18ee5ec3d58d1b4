using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using EdgeCheckpoint.Hardware.Native;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Hardware.Tests.Gpio;

/// <summary>Sizes, places and numbers as the kernel's own headers give them, asked of a C program that is compiled here.</summary>
public sealed unsafe class AbiTests
{
    private const string Program = """
        #define _GNU_SOURCE
        #include <linux/gpio.h>
        #include <poll.h>
        #include <stddef.h>
        #include <stdio.h>
        #include <sys/stat.h>
        #define SIZE(t) printf("%s %zu\n", #t, sizeof(struct t))
        #define PLACE(t, f) printf("%s.%s %zu\n", #t, #f, offsetof(struct t, f))
        #define NUMBER(n) printf("%s %lu\n", #n, (unsigned long)(n))
        int main(void)
        {
            SIZE(gpio_v2_line_request); SIZE(gpio_v2_line_config); SIZE(gpio_v2_line_config_attribute); SIZE(gpio_v2_line_values);
            SIZE(gpio_v2_line_event); SIZE(gpio_v2_line_info); SIZE(gpiochip_info); SIZE(pollfd); SIZE(statx); PLACE(statx, stx_mode);
            PLACE(gpio_v2_line_request, consumer); PLACE(gpio_v2_line_request, config); PLACE(gpio_v2_line_request, num_lines);
            PLACE(gpio_v2_line_request, fd); PLACE(gpio_v2_line_config, attrs); PLACE(gpio_v2_line_info, offset); PLACE(gpio_v2_line_info, flags);
            PLACE(gpio_v2_line_event, seqno); PLACE(gpio_v2_line_config_attribute, mask);
            NUMBER(GPIO_GET_CHIPINFO_IOCTL); NUMBER(GPIO_V2_GET_LINEINFO_IOCTL); NUMBER(GPIO_V2_GET_LINE_IOCTL);
            NUMBER(GPIO_V2_LINE_GET_VALUES_IOCTL); NUMBER(GPIO_V2_LINE_SET_VALUES_IOCTL);
            return 0;
        }
        """;

    [NeedsFact(program: "gcc")]
    public void Structures_and_requests_are_those_of_the_kernel()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("abi.c"), Program);
        Run("gcc", "-Wall", "-Werror", "-o", folder.File("abi"), folder.File("abi.c"));
        Dictionary<string, long> kernel = Run(folder.File("abi")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => line.Split(' '))
            .ToDictionary(static words => words[0], static words => long.Parse(words[1], CultureInfo.InvariantCulture));
        Assert.Equal(kernel.OrderBy(static entry => entry.Key, StringComparer.Ordinal), Ours().OrderBy(static entry => entry.Key, StringComparer.Ordinal));
    }

    private static Dictionary<string, long> Ours() => new()
    {
        ["gpio_v2_line_request"] = sizeof(GpioAbi.LineRequest),
        ["gpio_v2_line_config"] = sizeof(GpioAbi.LineConfig),
        ["gpio_v2_line_config_attribute"] = sizeof(GpioAbi.ConfigAttribute),
        ["gpio_v2_line_values"] = sizeof(GpioAbi.LineValues),
        ["gpio_v2_line_event"] = sizeof(GpioAbi.LineEvent),
        ["gpio_v2_line_info"] = sizeof(GpioAbi.LineInfo),
        ["gpiochip_info"] = sizeof(GpioAbi.ChipInfo),
        ["pollfd"] = sizeof(Libc.PollDescriptor),
        ["statx"] = sizeof(FileType.Facts),
        ["statx.stx_mode"] = Place<FileType.Facts>("Mode"),
        ["gpio_v2_line_request.consumer"] = Place<GpioAbi.LineRequest>("Consumer"),
        ["gpio_v2_line_request.config"] = Place<GpioAbi.LineRequest>("Config"),
        ["gpio_v2_line_request.num_lines"] = Place<GpioAbi.LineRequest>("LineCount"),
        ["gpio_v2_line_request.fd"] = Place<GpioAbi.LineRequest>("Descriptor"),
        ["gpio_v2_line_config.attrs"] = Place<GpioAbi.LineConfig>("Attributes"),
        ["gpio_v2_line_info.offset"] = Place<GpioAbi.LineInfo>("Offset"),
        ["gpio_v2_line_info.flags"] = Place<GpioAbi.LineInfo>("Flags"),
        ["gpio_v2_line_event.seqno"] = Place<GpioAbi.LineEvent>("Sequence"),
        ["gpio_v2_line_config_attribute.mask"] = Place<GpioAbi.ConfigAttribute>("Mask"),
        ["GPIO_GET_CHIPINFO_IOCTL"] = (long)GpioAbi.GetChipInfo,
        ["GPIO_V2_GET_LINEINFO_IOCTL"] = (long)GpioAbi.GetLineInfo,
        ["GPIO_V2_GET_LINE_IOCTL"] = (long)GpioAbi.GetLine,
        ["GPIO_V2_LINE_GET_VALUES_IOCTL"] = (long)GpioAbi.GetValues,
        ["GPIO_V2_LINE_SET_VALUES_IOCTL"] = (long)GpioAbi.SetValues,
    };

    private static long Place<T>(string field)
        where T : unmanaged =>
        Marshal.OffsetOf<T>(field);

    private static string Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
